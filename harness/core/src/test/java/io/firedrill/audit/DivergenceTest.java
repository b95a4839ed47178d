package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.EAST_PAYMENTS;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.WEST_ORDERS;
import static io.firedrill.audit.FewFacts.order;
import static io.firedrill.audit.FewFacts.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is not the same in two regions after replication has brought them together: ids, and the last values of keys. */
class DivergenceTest {
    private final FewFacts drill = new FewFacts();
    private final Divergence fold = new Divergence();

    private void bothWays() {
        drill.settled("us-east", "us-west", true);
        drill.settled("us-west", "us-east", true);
    }

    private void toWestOnly() {
        drill.settled("us-east", "us-west", true);
        drill.settled("us-west", "us-east", false);
    }

    private Id east(long sequence, long key) {
        return drill.written(EAST, order(EAST, sequence), key, 0, sequence, 100 + sequence, 200 + sequence);
    }

    private Id west(long sequence, long key) {
        return drill.written(WEST, order(WEST, sequence), key, 0, sequence, 100 + sequence, 200 + sequence);
    }

    private void toWest(Id id) {
        drill.scanned(WEST, EAST_ORDERS, 0, id.sequence(), id);
    }

    private void toEast(Id id) {
        drill.scanned(EAST, WEST_ORDERS, 0, id.sequence(), id);
    }

    /** How many keys differ. */
    private long keys() {
        return drill.found(fold).others();
    }

    private @Nullable Long differing(long... keys) {
        LongTable hashes = new LongTable();
        for (long key : keys) {
            hashes.put(key, 1);
        }
        return Divergence.differing(drill.dossier(), hashes)
                .map(Divergence.Differing::keys)
                .orElse(null);
    }

    @Test
    void whatBothRegionsHaveIsTheSame() {
        bothWays();
        toWest(east(0, 7));
        toEast(west(0, 8));
        assertThat(drill.names(fold)).isEmpty();
        assertThat(keys()).isZero();
    }

    @Test
    void anIdThatOneOfTheTwoRegionsLacksIsMissing() {
        bothWays();
        toWest(east(0, 7));
        toEast(west(0, 8));
        east(1, 7);
        toWest(drill.acknowledged(EAST, order(EAST, 2), 7, 0, 2, 110, 111));
        west(1, 8);
        drill.sent(EAST, order(EAST, 3), 7, 120);
        assertThat(drill.names(fold))
                .containsExactly(
                        "us-east/order-service-0/1/1", "us-east/order-service-0/1/2", "us-west/order-service-0/1/1");
        assertThat(drill.examples(fold))
                .contains("us-east/order-service-0/1/1 (us-east orders/0@1), not in the lineage of both regions");
    }

    @Test
    void onlyIdsThatWereSentToTheSourceOfADirectionCount() {
        toWestOnly();
        toWest(east(0, 7));
        // Written in us-west, by a session of us-east: nothing carries it.
        drill.written(WEST, order(EAST, 1), 7, 0, 0, 110, 111);
        toWest(east(2, 7));
        west(5, 9);
        assertThat(drill.names(fold)).isEmpty();
        assertThat(keys()).isZero();
    }

    @Test
    void whatWasReadAtTheTargetAndExpiredSinceWasThere() {
        bothWays();
        toWest(east(1, 7));
        Id id = east(0, 8);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 0, id, 300);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void whatExpiredAtTheSourceWasThere() {
        bothWays();
        toWest(drill.acknowledged(EAST, order(EAST, 0), 7, 0, 0, 100, 101));
        toWest(east(1, 7));
        drill.logStarts.put("0/0/0", 1L);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void eachTopicHasItsOwnDirection() {
        bothWays();
        Id payment = drill.written(EAST, payment(EAST, 0), 7, 0, 0, 100, 101);
        drill.scanned(WEST, EAST_PAYMENTS, 0, 0, payment);
        drill.written(EAST, payment(EAST, 1), 8, 0, 1, 100, 101);
        assertThat(drill.names(fold)).containsExactly("us-east/payment-service-0/1/1");
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void aKeyDiffersByItsLastRecord() {
        bothWays();
        Id first = east(0, 7);
        Id second = east(1, 7);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, second);
        drill.scanned(WEST, EAST_ORDERS, 0, 1, first);
        assertThat(drill.names(fold)).isEmpty();
        assertThat(drill.examples(fold))
                .containsExactly("key 0000000000000007 ends with us-east/order-service-0/1/1 in us-east and with"
                        + " us-east/order-service-0/1/0 in us-west");
    }

    @Test
    void aKeyDiffersByTheContentOfItsLastRecord() {
        bothWays();
        Id id = east(0, 7);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, id, 0, 99, true);
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void aKeyThatOneRegionDoesNotHaveDiffers() {
        bothWays();
        east(0, 7);
        west(0, 0);
        assertThat(drill.examples(fold))
                .contains(
                        "key 0000000000000007 ends with us-east/order-service-0/1/0 in us-east and with nothing in"
                                + " us-west",
                        "key 0000000000000000 ends with nothing in us-east and with us-west/order-service-0/1/0 in"
                                + " us-west");
        assertThat(keys()).isEqualTo(2);
    }

    @Test
    void ofTwoLogsTheRecordWithTheLatestTimestampIsTheLast() {
        bothWays();
        Id east = drill.acknowledged(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        Id west = drill.acknowledged(WEST, order(WEST, 0), 7, 0, 0, 100, 101);
        // In us-east the own record is later by its timestamp, in us-west the other.
        drill.scanned(EAST, ORDERS, 0, 0, east, 20, 1, true);
        drill.scanned(EAST, WEST_ORDERS, 0, 0, west, 10, 2, true);
        drill.scanned(WEST, ORDERS, 0, 0, west, 30, 2, true);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, east, 20, 1, true);
        assertThat(drill.examples(fold))
                .containsExactly("key 0000000000000007 ends with us-east/order-service-0/1/0 in us-east and with"
                        + " us-west/order-service-0/1/0 in us-west");
    }

    @Test
    void ofTwoLogsWithOneTimestampBothRegionsTakeTheSameRecord() {
        bothWays();
        Id east = drill.acknowledged(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        Id west = drill.acknowledged(WEST, order(WEST, 0), 7, 0, 0, 100, 101);
        drill.scanned(EAST, ORDERS, 0, 0, east);
        drill.scanned(EAST, WEST_ORDERS, 0, 0, west);
        drill.scanned(WEST, ORDERS, 0, 0, west);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, east);
        assertThat(keys()).isZero();
    }

    @Test
    void partitionsOfOneTopicAreTwoLogs() {
        bothWays();
        Id one = drill.acknowledged(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        Id other = drill.acknowledged(EAST, order(EAST, 1), 7, 1, 0, 100, 101);
        drill.scanned(EAST, ORDERS, 0, 0, one, 20, 1, true);
        drill.scanned(EAST, ORDERS, 1, 0, other, 10, 2, true);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, other, 10, 2, true);
        drill.scanned(WEST, EAST_ORDERS, 1, 0, one, 20, 1, true);
        assertThat(keys()).isZero();
    }

    @Test
    void aPhantomIsNoKeysLastValue() {
        bothWays();
        toWest(east(0, 7));
        drill.scanned(EAST, ORDERS, 0, 9, order(EAST, 77));
        assertThat(keys()).isZero();
    }

    @Test
    void inOneDirectionOnlyWhatWasSentToItsSourceIsAValue() {
        toWestOnly();
        toWest(east(0, 7));
        west(0, 7);
        assertThat(keys()).isZero();
    }

    @Test
    void tenKeysArePutIntoWordsAndThoseOfTheLeastHashes() {
        bothWays();
        for (int i = 0; i < 13; i++) {
            // Not in the order of their hashes.
            east(i, 1 + (i * 5) % 13);
        }
        Finding found = drill.found(fold);
        assertThat(found.others()).isEqualTo(13);
        assertThat(found.otherExamples())
                .extracting(text -> Long.parseLong(text.substring(4, 20), 16))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void aHashIsANumberWithoutASign() {
        bothWays();
        east(0, -1);
        for (int i = 1; i < 11; i++) {
            east(i, i);
        }
        assertThat(drill.found(fold).otherExamples())
                .extracting(text -> Long.parseUnsignedLong(text.substring(4, 20), 16))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void theLastOfTenKeysIsToldOfTheLineageThatWasLookedAtLast() {
        bothWays();
        for (int i = 0; i < 10; i++) {
            east(i, 1 + i);
        }
        drill.written(EAST, payment(EAST, 0), 10, 0, 0, 100, 101);
        drill.written(EAST, payment(EAST, 1), 11, 0, 1, 100, 101);
        Finding found = drill.found(fold);
        assertThat(found.others()).isEqualTo(11);
        assertThat(found.otherExamples()).hasSize(10);
        assertThat(found.otherExamples().get(9))
                .startsWith("key 000000000000000a")
                .contains("payment-service-0");
    }

    @Test
    void aKeyThatDiffersInTwoLineagesIsOneAndToldOfTheLast() {
        bothWays();
        east(0, 7);
        drill.written(EAST, payment(EAST, 0), 7, 0, 0, 100, 101);
        assertThat(keys()).isEqualTo(1);
        assertThat(drill.found(fold).otherExamples()).singleElement().asString().contains("payment-service-0");
    }

    @Test
    void whereReplicationRanInNoDirectionNothingIsSaid() {
        drill.settled("us-east", "us-west", true);
        drill.settled("us-east", "us-west", false);
        east(0, 7);
        assertThat(drill.ask(fold))
                .isEqualTo(new Answer.Unasked("replication ran in no direction when the drill ended, so the regions"
                        + " were never brought together again"));
        assertThat(Divergence.oneWay(drill.dossier())).isEmpty();
        assertThat(differing(7)).isNull();
    }

    @Test
    void theLogsOfBothRegionsAreNeededAndNoOthers() {
        toWestOnly();
        drill.unscanned.add(NORTH);
        toWest(east(0, 7));
        assertThat(keys()).isZero();

        FewFacts unscanned = new FewFacts();
        unscanned.settled("us-west", "us-east", true);
        unscanned.unscanned.add(EAST);
        assertThat(unscanned.ask(fold)).isEqualTo(new Answer.Unsettled("the logs of us-east were not scanned whole"));
    }

    @Test
    void aDirectionThatDidNotRunIsSaidOnce() {
        // Payments go one way in any case.
        toWestOnly();
        String sentence =
                "Divergence (X4) was measured of what was written in us-east only: replication from us-west to"
                        + " us-east did not run when the drill ended.";
        assertThat(Divergence.oneWay(drill.dossier())).containsExactly(sentence);
    }

    @Test
    void whereReplicationRanBothWaysThereIsNothingToSay() {
        drill.flows.set(0, FewFacts.flow("us-east", "us-west", "orders"));
        bothWays();
        assertThat(Divergence.oneWay(drill.dossier())).isEmpty();
    }

    @Test
    void aWayThroughAThirdRegionIsNoWayBack() {
        drill.flows.set(0, FewFacts.flow("us-east", "us-west", "orders"));
        drill.flows.set(1, FewFacts.flow("us-west", "eu-north", "orders"));
        drill.settled("us-east", "us-west", true);
        drill.settled("us-west", "eu-north", true);
        assertThat(Divergence.oneWay(drill.dossier())).hasSize(2);
    }

    @Test
    void ofKeysInConflictThoseThatDifferAtTheEndAreCounted() {
        bothWays();
        east(0, 7);
        east(1, 8);
        toWest(east(2, 9));
        assertThat(differing(7, 9)).isEqualTo(1);
        assertThat(differing(7, 8, 9)).isEqualTo(2);
        assertThat(differing()).isZero();
    }

    @Test
    void nobodyKnowsWhatKeysInConflictEndWithWhereReplicationRanOneWay() {
        toWestOnly();
        east(0, 7);
        assertThat(differing(7)).isNull();
    }

    @Test
    void nobodyKnowsWhatKeysInConflictEndWithWhereALogWasNotScanned() {
        bothWays();
        drill.unscanned.add(WEST);
        east(0, 7);
        assertThat(differing(7)).isNull();
    }
}
