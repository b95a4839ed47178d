package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is read of a folder's journals, scans and stalls, and what is said of facts that can't be. */
class FactsLoaderTest extends FactsOfJournals {
    private static final String UNKNOWN_NAME = "1 facts name a topic, group or store that the catalogue does not have";
    private static final String UNSENT = "1 outcomes belong to sends or transactions that no journal has";
    private static final String TAKEN = "1 sends claim an id that is taken or out of sequence";

    private void east(Consumer<FactSink> facts) throws IOException {
        journal("us-east", 1, facts);
    }

    private void scanOfEast(Consumer<FactSink> facts) throws IOException {
        write(folder.scan("us-east"), "us-east", 0, facts);
    }

    /** Loads a journal of one good send and these facts. */
    private List<String> said(Consumer<FactSink> facts) throws IOException {
        folder = new RunFolder(temp.resolve("run-" + System.nanoTime()));
        east(journal -> {
            sent(journal, 0);
            journal.transactionBegun(0, 0, 1, 0, 5);
            facts.accept(journal);
        });
        Facts loaded = load(2);
        assertThat(loaded.contradictory()).isEqualTo(!troubles.none());
        return troubles.sentences();
    }

    private List<String> saidOfScan(Consumer<FactSink> facts) throws IOException {
        folder = new RunFolder(temp.resolve("run-" + System.nanoTime()));
        scanOfEast(facts);
        Facts loaded = load(2);
        assertThat(loaded.contradictory()).isEqualTo(!troubles.none());
        return troubles.sentences();
    }

    private static void sent(FactSink journal, long sequence) {
        journal.sent(0, 0, 1, sequence, 7, ToldFacts.ORDERS, 100, 10, 11);
    }

    @Test
    void aFolderWithoutAnythingHasNoFactsAndNoTrouble() {
        Facts facts = load(1);
        assertThat(facts.sends().all()).isEmpty();
        assertThat(facts.journals()).isEmpty();
        assertThat(facts.scans()).isEmpty();
        assertThat(facts.contradictory()).isFalse();
        assertThat(troubles.none()).isTrue();
    }

    @Test
    void aSendOfATopicRegionOrProducerThatTheCatalogueDoesNotHaveIsCounted() throws IOException {
        int topics = catalogue.topics().size();
        assertThat(said(j -> j.sent(0, 0, 1, 1, 7, topics - 1, 100, 10, 11))).isEmpty();
        assertThat(said(j -> j.sent(1, 0, 1, 0, 7, 0, 100, 10, 11))).isEmpty();
        assertThat(said(j -> j.sent(0, 0, 1, 1, 7, topics, 100, 10, 11))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.sent(0, 0, 1, 1, 7, -1, 100, 10, 11))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.sent(2, 0, 1, 1, 7, 0, 100, 10, 11))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.sent(-1, 0, 1, 1, 7, 0, 100, 10, 11))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.sent(0, 1, 1, 1, 7, 0, 100, 10, 11))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.sent(0, -1, 1, 1, 7, 0, 100, 10, 11))).containsExactly(UNKNOWN_NAME);
    }

    @Test
    void aSendUnderAnIdThatIsTakenIsCounted() throws IOException {
        assertThat(said(j -> sent(j, 0))).containsExactly(TAKEN);
        assertThat(said(j -> sent(j, 1))).isEmpty();
    }

    @Test
    void anAcknowledgementOfWhatWasNotSentOrFromNowhereIsCounted() throws IOException {
        int topics = catalogue.topics().size();
        assertThat(said(j -> j.acked(0, 0, 1, 0, topics - 1, 0, 3, 12))).isEmpty();
        assertThat(said(j -> j.acked(0, 0, 1, 0, 0, 0, 3, 12))).isEmpty();
        assertThat(said(j -> j.acked(0, 0, 1, 0, topics, 0, 3, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.acked(0, 0, 1, 0, -1, 0, 3, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.acked(0, 0, 1, 0, 0, -1, 3, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.acked(0, 0, 1, 1, 0, 0, 3, 12))).containsExactly(UNSENT);
        assertThat(said(j -> j.acked(0, 0, 2, 0, 0, 0, 3, 12))).containsExactly(UNSENT);
    }

    @Test
    void otherOutcomesOfWhatWasNotSentAreCounted() throws IOException {
        assertThat(said(j -> j.failed(0, 0, 1, 0, 12, "E"))).isEmpty();
        assertThat(said(j -> j.failed(0, 0, 1, 1, 12, "E"))).containsExactly(UNSENT);
        assertThat(said(j -> j.failed(0, 0, 2, 0, 12, "E"))).containsExactly(UNSENT);
        assertThat(said(j -> j.unknown(0, 0, 1, 0, 12, "E"))).isEmpty();
        assertThat(said(j -> j.unknown(0, 0, 1, 1, 12, "E"))).containsExactly(UNSENT);
        assertThat(said(j -> j.resent(0, 0, 1, 0, 12))).isEmpty();
        assertThat(said(j -> j.resent(0, 0, 1, 1, 12))).containsExactly(UNSENT);
        assertThat(said(j -> j.resent(0, 0, 2, 0, 12))).containsExactly(UNSENT);
    }

    @Test
    void aTransactionOfNobodyIsCounted_andSoIsTheEndOfOneThatNeverBegan() throws IOException {
        assertThat(said(j -> j.transactionBegun(0, 0, 1, 1, 12))).isEmpty();
        assertThat(said(j -> j.transactionBegun(1, 0, 1, 1, 12))).isEmpty();
        assertThat(said(j -> j.transactionBegun(-1, 0, 1, 1, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.transactionBegun(2, 0, 1, 1, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.transactionBegun(0, -1, 1, 1, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.transactionBegun(0, 1, 1, 1, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.transactionEnding(0, 0, 1, 0, 1, true, 12))).isEmpty();
        assertThat(said(j -> j.transactionEnding(0, 0, 1, 1, 1, true, 12))).containsExactly(UNSENT);
        assertThat(said(j -> j.transactionEnding(0, 0, 2, 0, 1, true, 12))).containsExactly(UNSENT);
        assertThat(said(j -> j.transactionEnded(0, 0, 1, 0, true, 12))).isEmpty();
        assertThat(said(j -> j.transactionEnded(0, 0, 1, 1, true, 12))).containsExactly(UNSENT);
        assertThat(said(j -> j.transactionEnded(0, 0, 2, 0, true, 12))).containsExactly(UNSENT);
    }

    @Test
    void whatAGroupDidInAPlaceThatTheCatalogueDoesNotHaveIsCounted() throws IOException {
        int topics = catalogue.topics().size();
        assertThat(said(j -> j.committed(0, topics - 1, 0, 5, 12))).isEmpty();
        assertThat(said(j -> j.committed(-1, 0, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.committed(1, 0, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.committed(0, -1, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.committed(0, topics, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.committed(0, 0, -1, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.delivered(1, 0, 0, 0, 5, 0, 0, 1, 0, 12, true))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.deliveredForeign(1, 0, 0, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.assigned(1, 0, 0, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.revoked(1, 0, 0, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.sought(1, 0, 0, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.processed(1, 0, 0, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
    }

    @Test
    void aStoreThatTheCatalogueDoesNotHaveIsCounted() throws IOException {
        assertThat(said(j -> j.storePromoted(0, 12))).isEmpty();
        assertThat(said(j -> j.storePromoted(-1, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(said(j -> j.storePromoted(1, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(saidOfScan(j -> j.rowScanned(0, 0, 0, 1, 0))).isEmpty();
        assertThat(saidOfScan(j -> j.rowScanned(-1, 0, 0, 1, 0))).containsExactly(UNKNOWN_NAME);
        assertThat(saidOfScan(j -> j.rowScanned(1, 0, 0, 1, 0))).containsExactly(UNKNOWN_NAME);
        assertThat(saidOfScan(j -> j.storeScanned(0, 3, 12))).isEmpty();
        assertThat(saidOfScan(j -> j.storeScanned(1, 3, 12))).containsExactly(UNKNOWN_NAME);
    }

    @Test
    void whatAScanFoundInAPlaceThatTheCatalogueDoesNotHaveIsCounted() throws IOException {
        int topics = catalogue.topics().size();
        assertThat(saidOfScan(j -> j.scanComplete(topics - 1, 0, 0, 5, 12))).isEmpty();
        assertThat(saidOfScan(j -> j.scanComplete(-1, 0, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(saidOfScan(j -> j.scanComplete(topics, 0, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(saidOfScan(j -> j.scanComplete(0, -1, 0, 5, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(saidOfScan(j -> j.scanned(topics, 0, 5, 0, 0, 1, 0, 7, 0, 100, 3, true)))
                .containsExactly(UNKNOWN_NAME);
        assertThat(saidOfScan(j -> j.scannedForeign(topics, 0, 5, 0, 100))).containsExactly(UNKNOWN_NAME);
        assertThat(saidOfScan(j -> j.topicId(topics, 1, 2, 12))).containsExactly(UNKNOWN_NAME);
        assertThat(saidOfScan(j -> j.topicId(0, 1, 2, 12))).isEmpty();
    }

    @Test
    void oddFactsOfAllJournalsAndScansAreCountedTogether() throws IOException {
        east(j -> {
            sent(j, 0);
            sent(j, 0);
            sent(j, 0);
            j.acked(0, 0, 1, 5, 0, 0, 1, 12);
            j.committed(9, 0, 0, 5, 12);
        });
        journal("us-west", 1, j -> {
            j.failed(1, 0, 1, 0, 12, "E");
            j.sent(1, 0, 1, 0, 7, 44, 100, 10, 11);
        });
        scanOfEast(j -> j.scanComplete(44, 0, 0, 5, 12));
        Facts facts = load(2);
        assertThat(facts.contradictory()).isTrue();
        assertThat(troubles.damaged()).isTrue();
        assertThat(troubles.sentences())
                .containsExactly(
                        "3 facts name a topic, group or store that the catalogue does not have",
                        "2 outcomes belong to sends or transactions that no journal has",
                        "2 sends claim an id that is taken or out of sequence");
    }

    @Test
    void foldersOfNoRegionAreNotReadAndSaid_andFilesBesideThemAreNone() throws IOException {
        east(j -> sent(j, 0));
        for (String name : List.of("holiday", "mars-1")) {
            write(folder.journals().resolve(name), "us-east", 1, j -> sent(j, 0));
        }
        Files.writeString(folder.journals().resolve("us-east-9"), "a file");
        write(folder.scans().resolve("mars"), "us-east", 0, j -> j.scanComplete(0, 0, 0, 5, 12));
        Facts facts = load(2);
        assertThat(facts.journals()).extracting(Facts.Journal::name).containsExactly("us-east-1");
        assertThat(facts.scans()).isEmpty();
        assertThat(facts.scanLogs()).isEmpty();
        assertThat(facts.sends().all()).hasSize(1);
        assertThat(troubles.damaged()).isTrue();
        assertThat(troubles.sentences())
                .containsExactly(
                        "journal holiday belongs to no region of the catalogue; it was not read",
                        "journal mars-1 belongs to no region of the catalogue; it was not read",
                        "scan mars belongs to no region of the catalogue; it was not read");
    }

    @Test
    void aJournalThatIsOfAnotherWorkerThanItsFolderSaysIsDamage() throws IOException {
        write(folder.journal("us-east", 2), "us-east", 1, j -> {});
        write(folder.journal("us-west", 1), "us-east", 1, j -> {});
        write(folder.journal("us-west", 0), "us-west", 0, j -> {});
        write(folder.journals().resolve("us-west-x"), "us-west", 3, j -> {});
        scanOfEast(j -> {});
        write(folder.scan("us-west"), "us-west", 4, j -> {});
        load(2);
        assertThat(troubles.sentences())
                .containsExactly(
                        "journal us-east-2 holds facts of worker 1, not of worker 2",
                        "journal us-west-1 holds facts of us-east, not of us-west",
                        "journal us-west-x holds facts of worker 3, not of worker -1",
                        "scan us-west holds facts of worker 4, not of a scan");
    }

    @Test
    void aScanInTheFolderOfAWorkerIsDamage() throws IOException {
        write(folder.journal("us-east", 1), "us-east", 0, j -> {});
        load(2);
        assertThat(troubles.sentences()).containsExactly("journal us-east-1 holds facts of a scan, not of worker 1");
    }

    @Test
    void whatIsWrongWithAJournalIsSaidWithItsName() throws IOException {
        east(j -> sent(j, 0));
        Path segment = folder.journal("us-east", 1).resolve("00001.fdj");
        byte[] whole = Files.readAllBytes(segment);
        Files.write(segment, new byte[whole.length]);
        Facts facts = load(2);
        assertThat(facts.journals()).hasSize(1);
        assertThat(facts.journals().get(0).state().damaged()).isTrue();
        assertThat(troubles.damaged()).isTrue();
        assertThat(troubles.sentences()).isNotEmpty().allSatisfy(text -> assertThat(text)
                .startsWith("journal us-east-1 is damaged: "));
    }

    @Test
    void ofAllFilesInTheFolderOfLogsThoseOfStallMetersAreRead() throws IOException {
        Files.createDirectories(folder.logs());
        Files.writeString(folder.stalls("harness"), "{\"process\":\"harness\",\"of\":\"harness\"}\n");
        Files.writeString(folder.stalls("b"), "{\"process\":\"b\",\"of\":\"kafka\"}\nnonsense\n");
        Files.writeString(folder.logs().resolve("broker.log"), "nonsense\n");
        Facts facts = load(2);
        assertThat(facts.stallLogs()).extracting(log -> log.process()).containsExactly("b", "harness");
        assertThat(troubles.sentences()).containsExactly("line 2 of b-stalls.jsonl is no stall");
        assertThat(troubles.touching(Troubles.Scope.TIME)).isPresent();
        assertThat(troubles.touching(Troubles.Scope.LOSS)).isPresent();
        assertThat(troubles.touching(Troubles.Scope.OWNERSHIP)).isEmpty();
    }

    @Test
    void aJournalsTimesAreBroughtToTheTimelinesClock_andAScansAreItsOwn() throws IOException {
        clocks = JournalClocks.of(new Timeline(
                List.of(
                        new TimelineEvent.ClockMeasured(1, "us-east", 1, 1000, 0),
                        new TimelineEvent.ClockMeasured(1, "us-west", 1, -500, 0)),
                List.of(),
                false));
        east(j -> {
            sent(j, 0);
            j.acked(0, 0, 1, 0, 0, 0, 3, 12);
        });
        journal("us-west", 1, j -> j.stalled(700, 60));
        Facts facts = load(2);
        Sends sends = facts.sends().numbered(0);
        assertThat(sends.intended(0)).isEqualTo(1010);
        assertThat(sends.ended(0)).isEqualTo(1012);
        assertThat(facts.stalls()).containsExactly(new Stall("worker of us-west", false, 200, 60));
        assertThat(facts.journals()).extracting(Facts.Journal::firstAt).containsExactly(1011L, 200L);
    }

    @Test
    void everyFactOfAJournalIsWithinItsTimes() throws IOException {
        List<Consumer<FactSink>> kinds = List.of(
                j -> j.sent(0, 0, 1, 1, 7, 0, 100, 10, 50),
                j -> j.acked(0, 0, 1, 0, 0, 0, 3, 50),
                j -> j.failed(0, 0, 1, 0, 50, "E"),
                j -> j.unknown(0, 0, 1, 0, 50, "E"),
                j -> j.resent(0, 0, 1, 0, 50),
                j -> j.transactionBegun(0, 0, 1, 0, 50),
                j -> j.transactionEnding(0, 0, 1, 0, 1, true, 50),
                j -> j.transactionEnded(0, 0, 1, 0, true, 50),
                j -> j.rowWritten(0, 0, 0, 1, 0, 50),
                j -> j.rowCopied(0, 0, 0, 1, 0, 50),
                j -> j.rowRefused(0, 0, 0, 1, 0, 50),
                j -> j.delivered(0, 0, 0, 0, 5, 0, 0, 1, 0, 50, true),
                j -> j.deliveredForeign(0, 0, 0, 0, 5, 50),
                j -> j.committed(0, 0, 0, 5, 50),
                j -> j.assigned(0, 0, 0, 0, 5, 50),
                j -> j.revoked(0, 0, 0, 0, 5, 50),
                j -> j.sought(0, 0, 0, 0, 5, 50),
                j -> j.processed(0, 0, 0, 0, 5, 50),
                j -> j.storePromoted(0, 50),
                j -> j.canary(0, true, 50, 50),
                j -> j.stalled(50, 60));
        for (int kind = 0; kind < kinds.size(); kind++) {
            folder = new RunFolder(temp.resolve("kind-" + kind));
            Consumer<FactSink> fact = kinds.get(kind);
            east(fact);
            Facts facts = load(2);
            assertThat(facts.journals())
                    .as("kind " + kind)
                    .extracting(Facts.Journal::firstAt, Facts.Journal::lastAt)
                    .containsExactly(org.assertj.core.api.Assertions.tuple(50L, 50L));
        }
        folder = new RunFolder(temp.resolve("both"));
        east(j -> {
            j.canary(0, true, 40, 90);
            j.processed(0, 0, 0, 0, 5, 60);
        });
        Facts.Journal both = load(2).journals().get(0);
        assertThat(both.firstAt()).isEqualTo(40);
        assertThat(both.lastAt()).isEqualTo(90);
    }

    @Test
    void aJournalOrScanWithoutAFactHasNoTimes() throws IOException {
        east(j -> {});
        scanOfEast(j -> j.scanned(0, 0, 5, 0, 0, 1, 0, 7, 0, 100, 1, true));
        Facts facts = load(2);
        assertThat(List.of(facts.journals().get(0), facts.scans().get(0))).allSatisfy(of -> {
            assertThat(of.firstAt()).isEqualTo(Long.MAX_VALUE);
            assertThat(of.lastAt()).isEqualTo(Long.MIN_VALUE);
        });
        assertThat(facts.scans().get(0).region()).isZero();
        assertThat(facts.scans().get(0).name()).isEqualTo("us-east");
    }

    /** Two incarnations of each region's worker, whose sessions are told apart by the order of their journals. */
    private void twoWorkersEach() throws IOException {
        for (int region = 0; region < 2; region++) {
            String name = catalogue.regions().get(region);
            for (int incarnation = 1; incarnation <= 2; incarnation++) {
                int worker = region;
                int session = incarnation;
                journal(name, incarnation, j -> {
                    for (int sequence = 0; sequence < 3; sequence++) {
                        j.sent(worker, 0, session, sequence, sequence, 0, 100, 10, 11);
                        j.acked(worker, 0, session, sequence, 0, 1, 10L * session + sequence, 20);
                        j.delivered(0, 0, 0, 1, 10L * session + sequence, worker, 0, session, sequence, 30, true);
                    }
                    j.delivered(0, 0, 0, 1, 99, worker, 0, 77, session, 30, true);
                });
            }
            int worker = region;
            write(folder.scan(name), name, 0, j -> j.scanned(0, 1, 10, worker, 0, 1, 0, 0, 5, 100, 3, false));
        }
    }

    @Test
    void factsAreTheSameHoweverManyThreadsReadThem() throws IOException {
        twoWorkersEach();
        for (int threads : new int[] {1, 2, 8}) {
            Facts facts = load(threads);
            assertThat(troubles.none()).isTrue();
            assertThat(facts.sends().sessions())
                    .extracting(session -> session.id(0).toString())
                    .containsExactly("0.0.1.0", "0.0.2.0", "1.0.1.0", "1.0.2.0");
            assertThat(facts.sends().all()).extracting(of -> of.number).containsExactly(0, 1, 2, 3);
            assertThat(facts.sends().phantoms())
                    .extracting(Object::toString)
                    .containsExactly("0.0.77.1", "0.0.77.2", "1.0.77.1", "1.0.77.2");
            List<String> read = new ArrayList<>();
            for (GroupLog log : facts.groupLogs()) {
                for (int row = 0; row < log.refs.size(); row++) {
                    read.add(facts.name(log.refs.get(row)) + "@" + log.offsets.get(row));
                }
            }
            assertThat(read)
                    .containsExactly(
                            "us-east/order-service-0/1/0@10",
                            "us-east/order-service-0/1/1@11",
                            "us-east/order-service-0/1/2@12",
                            "us-east/order-service-0/77/1@99",
                            "us-east/order-service-0/2/0@20",
                            "us-east/order-service-0/2/1@21",
                            "us-east/order-service-0/2/2@22",
                            "us-east/order-service-0/77/2@99",
                            "us-west/order-service-0/1/0@10",
                            "us-west/order-service-0/1/1@11",
                            "us-west/order-service-0/1/2@12",
                            "us-west/order-service-0/77/1@99",
                            "us-west/order-service-0/2/0@20",
                            "us-west/order-service-0/2/1@21",
                            "us-west/order-service-0/2/2@22",
                            "us-west/order-service-0/77/2@99");
            assertThat(facts.journals())
                    .extracting(Facts.Journal::name, Facts.Journal::region, Facts.Journal::incarnation)
                    .containsExactly(
                            org.assertj.core.api.Assertions.tuple("us-east-1", 0, 1),
                            org.assertj.core.api.Assertions.tuple("us-east-2", 0, 2),
                            org.assertj.core.api.Assertions.tuple("us-west-1", 1, 1),
                            org.assertj.core.api.Assertions.tuple("us-west-2", 1, 2));
            assertThat(facts.scanLogs()).hasSize(2).allSatisfy(log -> assertThat(log.corrupt.size())
                    .isEqualTo(1));
        }
    }

    @Test
    void sessionsStandInTheOrderOfJournalsAndTheirFacts() throws IOException {
        east(j -> {
            j.transactionBegun(0, 0, 9, 0, 5);
            j.transactionBegun(0, 0, 8, 0, 5);
            j.sent(0, 0, 5, 0, 7, 0, 100, 10, 11);
            j.sent(0, 0, 4, 0, 7, 0, 100, 10, 11);
        });
        journal("us-west", 1, j -> j.sent(1, 0, 1, 0, 7, 0, 100, 10, 11));
        Facts facts = load(2);
        assertThat(facts.sends().sessions())
                .extracting(session -> session.id(0).toString())
                .containsExactly("0.0.9.0", "0.0.8.0", "0.0.5.0", "0.0.4.0", "1.0.1.0");
    }

    @Test
    void everyRecordLearnsWhatBecameOfItsTransaction() throws IOException {
        east(j -> {
            j.transactionBegun(0, 0, 1, 0, 5);
            sent(j, 0);
            j.acked(0, 0, 1, 0, 0, 0, 3, 12);
            j.transactionEnding(0, 0, 1, 0, 1, false, 13);
            j.transactionEnded(0, 0, 1, 0, true, 14);
        });
        assertThat(load(2).sends().numbered(0).outcome(0)).isEqualTo(Sends.WITHDRAWN);
    }

    @Test
    void factsThatWereLoadedLeaveTheirPagesToOthers() throws IOException {
        east(j -> {
            for (int sequence = 0; sequence < 2 * LongColumn.PAGE; sequence++) {
                sent(j, sequence);
            }
        });
        try (Crew crew = new Crew(1)) {
            Consumer<Scratch> load =
                    scratch -> FactsLoader.load(folder, catalogue, clocks, troubles, new Auditor.Means(scratch, crew));
            int once = LeastRoom.of(load);
            assertThat(once).isGreaterThan(1);
            assertThat(LeastRoom.of(load.andThen(load))).isEqualTo(once);
        }
    }

    @Test
    void rowsOfAStoreAreThoseOfRecordsThatWereSent_andOthersAreCounted() throws IOException {
        east(j -> {
            sent(j, 0);
            j.storePromoted(0, 12);
        });
        scanOfEast(j -> {
            j.rowScanned(0, 0, 0, 1, 0);
            j.rowScanned(0, 0, 0, 1, 1);
            j.rowScanned(0, 0, 0, 9, 0);
            j.topicId(0, 1, 2, 12);
        });
        Facts facts = load(2);
        StoreRows store = facts.knownStore(0, 0);
        assertThat(store.rows.contains(Ref.of(0, 0))).isTrue();
        assertThat(store.rows.contains(Ref.of(0, 1))).isFalse();
        assertThat(store.unsentRows()).isEqualTo(2);
        assertThat(store.whole()).isFalse();
        assertThat(store.promotions.get(0)).isEqualTo(12);
        assertThat(facts.knownStore(1, 0).promotions.size()).isZero();
        assertThat(facts.topicId(0, 0)).hasToString("00000000-0000-0001-0000-000000000002");
        assertThat(facts.topicId(1, 0)).isNull();
        assertThat(facts.topicId(0, 1)).isNull();
        scanOfEastAgain();
        assertThat(load(2).knownStore(0, 0).whole()).isTrue();
    }

    private void scanOfEastAgain() throws IOException {
        folder = new RunFolder(temp.resolve("whole"));
        scanOfEast(j -> j.storeScanned(0, 0, 12));
    }
}
