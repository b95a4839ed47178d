package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.BACK;
import static io.firedrill.audit.SyntheticDrill.EAST;
import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.MIRROR;
import static io.firedrill.audit.SyntheticDrill.ORDERS;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static io.firedrill.audit.SyntheticDrill.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.SyntheticRecord.Copy;
import io.firedrill.audit.SyntheticRecord.Delivery;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.MetadataNoted;
import io.firedrill.scenario.ReplicationSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What single classes say of drills in which they have nothing to count, or something that is easily taken for them. */
class AnomalyReasonsTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();
    private int runs;

    private Result audit() throws IOException {
        return drill.audit(temp.resolve("run-" + runs++));
    }

    private Result.Anomaly row(String anomaly) throws IOException {
        return audit().anomalies().get(anomaly);
    }

    @Test
    void evidenceWithoutTheNewFactsIsStillReadAndSaysWhatItLacks() throws IOException {
        drill.replace(MetadataNoted.class);
        drill.replace(TimelineEvent.ReplicationSettled.class);
        Result result = audit();
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.anomalies().get("X4").count()).isNull();
        assertThat(result.anomalies().get("X4").reason()).contains("never brought together");
        assertThat(result.anomalies().get("R9").count()).isNull();
        assertThat(result.anomalies().get("R9").reason()).contains("does not say what metadata");
        assertThat(result.troubles()).isEmpty();
    }

    @Test
    void replicationThatRanOneWayIsHeldAgainstThatWayOnly() throws IOException {
        drill.replace(
                TimelineEvent.ReplicationSettled.class,
                new TimelineEvent.ReplicationSettled(62 * SECOND, "us-east", "us-west", true, ""),
                new TimelineEvent.ReplicationSettled(62 * SECOND, "us-west", "us-east", false, "it did not run"));
        drill.at(700).copies.removeIf(copy -> copy.region() == EAST);
        drill.at(100).notMirrored();
        Result result = audit();
        assertThat(result.anomalies().get("X4").count()).isEqualTo(1);
        assertThat(result.warnings())
                .anySatisfy(text -> assertThat(text).contains("replication from us-west to us-east did not run"));
        assertThat(result.conflicts().merge().differingKeys()).isNull();
    }

    @Test
    void whatTheGroupBeginsBeforeAfterATransitionIsDeliveredAgainByTranslation() throws IOException {
        SyntheticRecord last = drill.records.stream()
                .filter(record -> record.region == EAST && record.partition == 1 && record.ackOffset == 124)
                .findFirst()
                .orElseThrow();
        drill.mirrorStarts[1] = 124;
        last.deliveries.add(new Delivery(WEST, MIRROR, 1, 124, 33_750 * MILLI));

        assertDeliveredAgain("translation", "delivered again: the group's position in the other region was before it");
    }

    @Test
    void whatWasSentToTwoRegionsIsDeliveredAgainByThat() throws IOException {
        SyntheticRecord record = drill.at(100);
        long at = 59_900 * MILLI;
        long offset = drill.offset(WEST, ORDERS, record.partition);
        record.retry = new SyntheticRecord.Retry(WEST, at, at + 5 * MILLI, offset);
        record.copies.add(new Copy(WEST, ORDERS, record.partition, offset, true));
        record.copies.add(new Copy(EAST, BACK, record.partition, drill.offset(EAST, BACK, record.partition), true));
        record.deliveries.add(new Delivery(WEST, ORDERS, record.partition, offset, at + 8 * MILLI));

        assertDeliveredAgain("cross-region-retry", "delivered again: it was sent to two regions");
    }

    /** One record was, once, for this cause and no other. */
    private void assertDeliveredAgain(String cause, String because) throws IOException {
        Result result = audit();
        assertThat(result.anomalies().get("C3").count()).isEqualTo(1);
        assertThat(result.anomalies().get("C3").examples())
                .singleElement()
                .asString()
                .endsWith(because);
        assertThat(result.duplicates().deliveredBecause())
                .containsEntry(cause, 1L)
                .allSatisfy((of, count) -> assertThat(count).as(of).isEqualTo(of.equals(cause) ? 1 : 0));
    }

    @Test
    void aLastValueThatIsMissingMakesItsKeyDiffer() throws IOException {
        drill.at(1249).copies.removeIf(copy -> copy.region() == EAST);
        Result.Anomaly found = row("X4");
        // The id and its key.
        assertThat(found.count()).isEqualTo(2);
        assertThat(found.examples()).anySatisfy(text -> assertThat(text).startsWith("key 0000000000000009 ends with"));
    }

    @Test
    void aMetadataGapThatNobodyLookedForIsTrouble() throws IOException {
        drill.events.removeIf(
                event -> event instanceof MetadataNoted noted && noted.region().equals("us-west"));
        Result result = audit();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.anomalies().get("R9").count()).isNull();
        assertThat(result.troubles()).anySatisfy(text -> assertThat(text).startsWith("R9 metadata-gap"));
    }

    @Test
    void everyKindOfMetadataCanBeMissing() throws IOException {
        MetadataNoted.Acl read = new MetadataNoted.Acl("TOPIC", "LITERAL", "orders", "User:a", "*", "READ", "ALLOW");
        MetadataNoted.Acl group = new MetadataNoted.Acl("GROUP", "LITERAL", "billing", "User:a", "*", "READ", "ALLOW");
        drill.replace(
                MetadataNoted.class,
                new MetadataNoted(
                        19 * SECOND,
                        18 * SECOND,
                        "us-east",
                        Map.of("orders", new MetadataNoted.Topic(4, Map.of("retention.ms", "1000"))),
                        List.of(read, group),
                        List.of("billing")),
                new MetadataNoted(
                        31 * SECOND,
                        31 * SECOND,
                        "us-west",
                        Map.of("orders", new MetadataNoted.Topic(3, Map.of("retention.ms", "2000"))),
                        List.of(read),
                        List.of()));
        Result.Anomaly found = row("R9");
        assertThat(found.examples())
                .containsExactly(
                        "to-west: in us-west group billing is missing",
                        "to-west: in us-west the ACL ALLOW User:a from * READ on GROUP billing is missing",
                        "to-west: in us-west the ACL ALLOW User:a from * READ on TOPIC us-east.orders is missing",
                        "to-west: in us-west topic orders has 3 partitions instead of 4",
                        "to-west: in us-west topic orders has retention.ms 2000 instead of 1000",
                        "to-west: in us-west topic us-east.orders is missing");
        assertThat(found.count()).isEqualTo(6);
    }

    @Test
    void aGroupThatCameBackIsNotDualActive() throws IOException {
        SyntheticRecord record = drill.at(100);
        Delivery first = record.deliveries.get(0);
        drill.starts.add(new SyntheticDrill.Start(EAST, first.topic(), first.partition(), first.offset(), 61 * SECOND));
        record.deliveries.add(
                new Delivery(EAST, first.topic(), first.partition(), first.offset(), 61 * SECOND + MILLI));
        assertThat(row("C6").count()).isZero();
    }

    @Test
    void aMemberThatGoesOnAfterItsServiceWasSwitchedIsDualActive() throws IOException {
        SyntheticRecord record = drill.good(EAST, SyntheticDrill.slot(901), 901);
        drill.records.add(record);
        assertThat(row("C6").count()).isEqualTo(1);
        assertThat(row("C6").examples())
                .singleElement()
                .asString()
                .startsWith("billing orders/1, delivered in us-west and in us-east");
    }

    @Test
    void groupsThatStartAnywhereButAtTranslatedOffsetsSayNothingOfTranslation() throws IOException {
        drill.synced = false;
        Result.Anomaly found = row("R7");
        assertThat(found.count()).isNull();
        assertThat(found.reason()).contains("no transition started consumers from translated offsets");
    }

    @Test
    void theAgesOfCopiesStandWithTheClassThatHasNoCount() throws IOException {
        assertThat(row("C7").reason()).isEqualTo("no group read a copy");
        SyntheticRecord record = drill.at(499);
        Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.deliveries.add(
                new Delivery(WEST, copy.topic(), copy.partition(), copy.offset(), record.invoked + 4 * SECOND));
        drill.mirrorStarts[record.partition] = copy.offset();
        assertThat(row("C7").count()).isNull();
        assertThat(row("C7").reason()).contains("no objective says how old a copy may be");
        assertThat(row("C7").figures())
                .containsEntry("deliveries", 1.0)
                .hasEntrySatisfying("maxMillis", max -> assertThat(max).isBetween(3990.0, 4010.0));
    }

    @Test
    void underTheIdentityPolicyALoopShowsAsAFurtherCopy() throws IOException {
        drill.policy = ReplicationSpec.Policy.IDENTITY;
        SyntheticRecord record = drill.at(100);
        record.copies.add(new Copy(WEST, ORDERS, record.partition, drill.offset(WEST, ORDERS, record.partition), true));
        record.copies.add(new Copy(EAST, ORDERS, record.partition, drill.offset(EAST, ORDERS, record.partition), true));
        assertThat(row("R6").count()).isEqualTo(1);
    }

    @Test
    void aCopyInAnotherPartitionIsAltered() throws IOException {
        SyntheticRecord record = drill.at(100);
        Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.replace(copy, new Copy(WEST, copy.topic(), 3, drill.offset(WEST, copy.topic(), 3), true));
        Result.Anomaly found = row("R5");
        assertThat(found.count()).isEqualTo(1);
        assertThat(found.examples()).singleElement().asString().contains("is in another partition");
    }

    @Test
    void aCopyOfEitherOfTwoNativeCopiesIsNotAltered() throws IOException {
        SyntheticRecord record = drill.at(100);
        Copy second =
                new Copy(EAST, ORDERS, record.partition, drill.offset(EAST, ORDERS, record.partition), true, 7, false);
        Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.copies.add(second);
        record.replace(copy, new Copy(WEST, copy.topic(), copy.partition(), copy.offset(), true, 7, false));
        assertThat(row("R5").count()).isZero();
    }

    @Test
    void noCountIsGivenWhereARegionWasNotScanned() throws IOException {
        drill.scanEast = false;
        Result result = audit();
        for (String anomaly : List.of("P6", "R4", "R5", "R6", "R7", "X4")) {
            assertThat(result.anomalies().get(anomaly).count()).as(anomaly).isNull();
            assertThat(result.anomalies().get(anomaly).reason())
                    .as(anomaly)
                    .isEqualTo("the logs of us-east were not scanned whole");
        }
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }
}
