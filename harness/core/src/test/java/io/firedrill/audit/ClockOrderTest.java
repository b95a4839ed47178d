package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A clock that goes backwards while a journal is written, whose checksums all hold. */
class ClockOrderTest extends FactsOfJournals {
    private static final long MILLI = 1_000_000;
    private static final String EAST =
            "the clock of journal us-east-1 went backwards, and nothing can be judged by its times: ";

    /** What is said of the folder: whatever it is, nobody is blamed then. */
    private List<String> excuses() {
        List<String> said = said();
        assertThat(troubles.excuse().isPresent()).isEqualTo(!troubles.none());
        return said;
    }

    private List<String> excuses(Consumer<FactSink> facts) throws IOException {
        journal("us-east", 1, facts);
        return excuses();
    }

    private static void sent(FactSink journal, long sequence, long at) {
        journal.sent(0, 0, 1, sequence, 7, ToldFacts.ORDERS, 100, 10, at);
    }

    private static void acked(FactSink journal, long sequence, long at) {
        journal.acked(0, 0, 1, sequence, ToldFacts.ORDERS, 0, sequence, at);
    }

    private static void delivered(FactSink journal, int member, int partition, long sequence, long at) {
        journal.delivered(0, member, ToldFacts.ORDERS, partition, sequence, 0, 0, 1, sequence, at, true);
    }

    @Test
    void whatComesAtTheSameMomentAsItsCauseIsInOrder() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 100);
                    sent(j, 1, 100);
                    acked(j, 1, 100);
                    acked(j, 0, 100);
                    j.resent(0, 0, 1, 0, 100);
                    j.transactionBegun(0, 0, 1, 2, 100);
                    j.transactionEnding(0, 0, 1, 2, 0, true, 100);
                    j.transactionEnded(0, 0, 1, 2, true, 100);
                    delivered(j, 0, 0, 0, 100);
                    j.processed(0, 0, ToldFacts.ORDERS, 0, 1, 100);
                    j.storePromoted(0, 100);
                    j.rowWritten(0, 0, 0, 1, 0, 100);
                }))
                .isEmpty();
    }

    @Test
    void sendsOfOneSessionDoNotGoBackWithTheirSequence() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 50 * MILLI);
                    sent(j, 1, 40 * MILLI);
                    sent(j, 2, 60 * MILLI);
                    sent(j, 5, 20 * MILLI);
                }))
                .containsExactly(
                        EAST + "2 sends are earlier than those before them in their session, by up to 40.0 ms; the"
                                + " first: us-east/order-service-0/1/1");
    }

    @Test
    void aSendThatIsNotedBehindALaterOneIsNoneForThat() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 50);
                    sent(j, 2, 60);
                    sent(j, 1, 55);
                }))
                .isEmpty();
    }

    @Test
    void aSendThatIsNotedBehindALaterOneOfWhichItIsNotTheFirst() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 50);
                    sent(j, 2, 60);
                    sent(j, 1, 61);
                }))
                .containsExactly(EAST + "1 send is earlier than the one before it in its session, by up to 1 ns; the"
                        + " first: us-east/order-service-0/1/1");
    }

    @Test
    void sessionsHaveNoOrderAmongEachOther() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 50);
                    j.sent(0, 0, 2, 0, 7, ToldFacts.ORDERS, 100, 10, 20);
                    sent(j, 1, 60);
                }))
                .isEmpty();
    }

    @Test
    void noOutcomeIsBeforeItsSend() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 50 * MILLI);
                    sent(j, 1, 50 * MILLI);
                    sent(j, 2, 50 * MILLI);
                    acked(j, 0, 50 * MILLI - 1);
                    j.unknown(0, 0, 1, 1, 30 * MILLI, "Timeout");
                    j.failed(0, 0, 1, 2, 49 * MILLI, "TooLarge");
                    j.resent(0, 0, 1, 2, 49 * MILLI);
                }))
                .containsExactly(
                        EAST + "4 outcomes are earlier than the sends that they are of, by up to 20.0 ms; the first:"
                                + " us-east/order-service-0/1/0");
    }

    @Test
    void aTransactionBeginsIsAskedToEndAndEnds() throws IOException {
        assertThat(excuses(j -> {
                    j.transactionBegun(0, 0, 1, 0, 50);
                    j.transactionEnding(0, 0, 1, 0, 0, true, 49);
                    j.transactionEnded(0, 0, 1, 0, true, 48);
                }))
                .containsExactly(
                        EAST + "2 facts of a transaction are earlier than what it began with, by up to 1 ns; the"
                                + " first: the transaction from us-east/order-service-0/1/0 on");
    }

    @Test
    void aMemberNotesOneThingAfterTheOther() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 10);
                    sent(j, 1, 10);
                    j.assigned(0, 0, ToldFacts.ORDERS, 0, 0, 20);
                    delivered(j, 0, 0, 0, 5 * MILLI);
                    delivered(j, 0, 1, 1, 4 * MILLI);
                    j.processed(0, 0, ToldFacts.ORDERS, 0, 1, 3 * MILLI);
                    j.sought(0, 0, ToldFacts.ORDERS, 0, 1, 2 * MILLI);
                    j.deliveredForeign(0, 0, ToldFacts.ORDERS, 0, 2, MILLI);
                    j.revoked(0, 0, ToldFacts.ORDERS, 0, 1, 30);
                }))
                .containsExactly(
                        EAST + "5 facts of a group's member are earlier than what it had noted before, by up to 1.0 ms;"
                                + " the first: group billing, member 0, us-east orders/1@1");
    }

    @Test
    void membersNoteBesideEachOther() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 10);
                    delivered(j, 0, 0, 0, 50);
                    delivered(j, 1, 0, 0, 40);
                    j.committed(0, ToldFacts.ORDERS, 0, 1, 30);
                }))
                .isEmpty();
    }

    @Test
    void aWorkerThatCameLaterIsNotHeldAgainstTheOneBefore() throws IOException {
        journal("us-east", 1, j -> {
            sent(j, 0, 10);
            delivered(j, 0, 0, 0, 50);
        });
        journal("us-east", 2, j -> delivered(j, 0, 0, 0, 40));
        assertThat(excuses()).isEmpty();
    }

    @Test
    void noDeliveryIsBeforeTheSendOfItsRecord() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 50 * MILLI);
                    delivered(j, 0, 3, 0, 20 * MILLI);
                }))
                .containsExactly(EAST
                        + "1 delivery is earlier than the send of its record (or that too late), by up to 30.0 ms; the"
                        + " first: us-east/order-service-0/1/0, us-east orders/3@0");
    }

    @Test
    void aDamagedIdAndOneThatNobodySentHaveNoSendToBeHeldAgainst() throws IOException {
        assertThat(excuses(j -> {
                    sent(j, 0, 50);
                    j.delivered(0, 0, ToldFacts.ORDERS, 0, 0, 0, 0, 1, 0, 20, false);
                    delivered(j, 0, 0, 9, 30);
                }))
                .isEmpty();
    }

    @Test
    void aDeliveryInAnotherRegionIsHeldAgainstTheSendWithinWhatIsKnownOfTheClocks() throws IOException {
        journal("us-east", 1, j -> sent(j, 0, 50));
        journal("us-west", 1, j -> delivered(j, 0, 0, 0, 30));
        assertThat(excuses()).singleElement().satisfies(text -> assertThat(text)
                .startsWith("the clock of journal us-west-1 went backwards")
                .contains("by up to 20 ns"));
        bound(19);
        assertThat(excuses()).hasSize(1);
        bound(20);
        assertThat(excuses()).isEmpty();
    }

    @Test
    void withinOneJournalTheClocksAreOne() throws IOException {
        journal("us-east", 1, j -> {
            sent(j, 0, 50);
            delivered(j, 0, 0, 0, 30);
        });
        bound(1000);
        assertThat(excuses()).hasSize(1);
    }

    private void bound(long plusMinus) {
        clocks = JournalClocks.of(new Timeline(
                List.of(new TimelineEvent.ClockMeasured(1, "us-west", 1, 0, plusMinus)), List.of(), false));
    }

    @Test
    void aRecordThatWasHandedToTwoRegionsMayBeDeliveredOnceOneHadIt() throws IOException {
        journal("us-east", 1, j -> {
            sent(j, 0, 50);
            delivered(j, 0, 0, 0, 30);
        });
        journal("us-west", 1, j -> sent(j, 0, 30));
        assertThat(excuses()).isEmpty();
    }

    @Test
    void aStoreNotesOneThingAfterTheOther() throws IOException {
        assertThat(excuses(j -> {
                    j.rowCopied(0, 0, 0, 1, 0, 50);
                    j.storePromoted(0, 40);
                    j.rowRefused(0, 0, 0, 1, 0, 30);
                    j.rowWritten(0, 0, 0, 1, 0, 20);
                }))
                .containsExactly(
                        EAST + "3 facts of a store are earlier than what it had noted before, by up to 10 ns; the"
                                + " first: store of order-service");
    }

    @Test
    void aTryOfACanaryBeginsAndEnds() throws IOException {
        assertThat(excuses(j -> {
                    j.canary(3, true, 50, 50);
                    j.canary(4, false, 50, 49);
                }))
                .containsExactly(EAST + "1 try of a canary ends before it began, by up to 1 ns; the first: path 4");
    }

    @Test
    void oneFactAloneIsToldAsOne() {
        Map<ClockOrder.Kind, String> one = Map.of(
                ClockOrder.Kind.SENDS, "1 send is earlier than the one before it in its session",
                ClockOrder.Kind.OUTCOMES, "1 outcome is earlier than the send that it is of",
                ClockOrder.Kind.TRANSACTIONS, "1 fact of a transaction is earlier than what it began with",
                ClockOrder.Kind.MEMBERS, "1 fact of a group's member is earlier than what it had noted before",
                ClockOrder.Kind.DELIVERIES, "1 delivery is earlier than the send of its record (or that too late)",
                ClockOrder.Kind.STORES, "1 fact of a store is earlier than what it had noted before",
                ClockOrder.Kind.SCANS, "1 time of a scan is earlier than what it had noted before",
                ClockOrder.Kind.CANARIES, "1 try of a canary ends before it began");
        assertThat(one).containsOnlyKeys(ClockOrder.Kind.values());
        one.forEach((kind, sentence) -> {
            ClockOrder order = new ClockOrder();
            order.broke(kind, 1, () -> "here");
            assertThat(order.sentences("journal us-east-1"))
                    .containsExactly(EAST + sentence + ", by up to 1 ns; the first: here");
        });
    }

    private List<String> saidOfScan(Consumer<FactSink> facts) throws IOException {
        folder = new RunFolder(temp.resolve("run-" + System.nanoTime()));
        write(folder.scan("us-east"), "us-east", 0, facts);
        List<String> said = said();
        assertThat(troubles.excuse()).isEmpty();
        return said;
    }

    @Test
    void oneThreadNotesWhatAScanRead() throws IOException {
        assertThat(saidOfScan(j -> {
                    j.topicId(0, 1, 2, 10);
                    j.scanComplete(0, 0, 0, 5, 10);
                    j.scanComplete(0, 1, 0, 5, 11);
                    j.storeScanned(0, 0, 12);
                }))
                .isEmpty();
        String why =
                "the clock of scan us-east went backwards, and nothing can be judged by its times: 1 time of a scan"
                        + " is earlier than what it had noted before, by up to 1 ns; the first: ";
        assertThat(saidOfScan(j -> {
                    j.topicId(0, 1, 2, 10);
                    j.scanComplete(0, 1, 0, 5, 9);
                    j.storeScanned(0, 0, 9);
                }))
                .containsExactly(why + "the end of orders/1");
        assertThat(saidOfScan(j -> {
                    j.scanComplete(0, 1, 0, 5, 9);
                    j.storeScanned(0, 0, 8);
                }))
                .containsExactly(why + "the store of order-service");
        assertThat(saidOfScan(j -> {
                    j.scanComplete(0, 1, 0, 5, 9);
                    j.topicId(0, 1, 2, 8);
                }))
                .containsExactly(why + "the id of orders");
    }

    @Test
    void timesThatNoClockCanHaveAreNoNumberBelowZero() {
        assertThat(ClockOrder.back(Long.MAX_VALUE, Long.MIN_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(ClockOrder.back(5, 3)).isEqualTo(2);
        assertThat(ClockOrder.back(3, 3)).isZero();
        assertThat(ClockOrder.back(Long.MIN_VALUE, Long.MAX_VALUE)).isZero();
    }

    @Test
    void stallsOfAProcessAreNotedOneAfterTheOther() throws IOException {
        Files.createDirectories(folder.logs());
        Files.writeString(
                folder.stalls("harness"),
                """
                {"process":"harness","of":"harness"}
                {"nanos":5000000,"millis":60,"collectingMillis":0}
                {"nanos":2000000,"millis":60,"collectingMillis":0}
                """);
        assertThat(excuses())
                .containsExactly(
                        "the clock of logs/harness-stalls.jsonl went backwards, and no stall that it notes is certain:"
                                + " one begins 3.0 ms before the one that was noted earlier");
    }
}
