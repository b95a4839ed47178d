package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of journals and scans belongs to the life of a record. Times are milliseconds since the run began. */
class LivesTest {
    private static final long MILLI = 1_000_000L;

    @TempDir
    Path temp;

    private RunFolder folder;
    private JournalWriter east;
    private JournalWriter scan;

    @BeforeEach
    void folder() throws IOException {
        folder("run", catalogue());
    }

    private void folder(String name, Catalogue catalogue) throws IOException {
        folder = new RunFolder(temp.resolve(name));
        east = new JournalWriter(folder.journal("us-east", 1), "us-east", 1);
        scan = new JournalWriter(folder.scan("us-west"), "us-west", 0);
        try (TimelineWriter timeline = new TimelineWriter(folder.timeline())) {
            timeline.append(new TimelineEvent.RunStarted(
                    0, "run", "", "", "active-passive", "", 0, "host", 1, "", Map.of(), "", Map.of(), catalogue));
        }
    }

    private static Catalogue catalogue() {
        return new Catalogue(
                List.of("us-east", "us-west"),
                List.of(
                        new Catalogue.Topic("orders", "orders", "", 4),
                        new Catalogue.Topic("us-east.orders", "orders", "us-east", 4)),
                List.of(new Catalogue.Producer("order-service-0", "order-service", 0, 10, 100)),
                List.of(new Catalogue.Group("billing", "billing", List.of(0, 1))),
                List.of());
    }

    private void sent(int session, long sequence, int topic, long at) {
        east.sent(0, 0, session, sequence, 7, topic, 100, (at - 1) * MILLI, at * MILLI);
    }

    private List<String> life(String word) throws Exception {
        east.close();
        scan.close();
        return RecordTrace.of(folder, word).get(0).moments().stream()
                .map(moment -> moment.baselineMillis() + " " + moment.what() + " " + moment.where()
                        + (moment.note().isEmpty() ? "" : ", " + moment.note()))
                .toList();
    }

    @Test
    void factsOfOtherRecordsAndSessionsAreNoneOfIt() throws Exception {
        sent(1, 5, 0, 10);
        sent(2, 5, 0, 11);
        sent(1, 6, 0, 12);
        east.acked(0, 0, 2, 5, 0, 3, 8, 13 * MILLI);
        east.acked(0, 0, 1, 5, 0, 3, 7, 14 * MILLI);
        east.resent(0, 0, 2, 5, 15 * MILLI);
        east.resent(0, 0, 1, 5, 16 * MILLI);
        scan.scanned(1, 3, 7, 0, 0, 2, 5, 7, 0, 100, 1, true);
        scan.scanned(1, 3, 9, 0, 0, 1, 5, 7, 0, 100, 0xABC, true);
        assertThat(life("0.0.1.5"))
                .containsExactly(
                        "9.0 intended us-east orders",
                        "10.0 sent us-east orders, 100 bytes, key 0000000000000007",
                        "14.0 acknowledged us-east orders/3@7",
                        "16.0 sent again us-east, by the service's own retry",
                        "null copied us-west us-east.orders/3@9, digest 00000abc");
    }

    @Test
    void factsOfOtherWorkersAndProducersAreNoneOfItThoughSessionAndSequenceAreTheSame() throws Exception {
        sent(1, 5, 0, 10);
        east.acked(0, 1, 1, 5, 0, 3, 8, 11 * MILLI);
        east.resent(0, 0, 1, 5, 12 * MILLI);
        east.acked(1, 0, 1, 5, 0, 3, 9, 13 * MILLI);
        east.acked(0, 0, 1, 5, 0, 3, 7, 14 * MILLI);
        assertThat(life("0.0.1.5"))
                .filteredOn(line -> !line.contains("nowhere"))
                .containsExactly(
                        "9.0 intended us-east orders",
                        "10.0 sent us-east orders, 100 bytes, key 0000000000000007",
                        "12.0 sent again us-east, by the service's own retry",
                        "14.0 acknowledged us-east orders/3@7");
    }

    @Test
    void aLifeIsToldInTheOrderOfTimeWhateverWasWrittenFirst() throws Exception {
        east.acked(0, 0, 1, 5, 0, 3, 7, 14 * MILLI);
        east.resent(0, 0, 1, 5, 12 * MILLI);
        sent(1, 5, 0, 10);
        assertThat(life("0.0.1.5"))
                .extracting(line -> line.substring(0, line.indexOf(" us-")))
                .containsExactly("9.0 intended", "10.0 sent", "12.0 sent again", "14.0 acknowledged", "null nowhere");
    }

    @Test
    void aCopyIsACopyThoughItsTopicIsTheFirstOfTheCatalogue() throws Exception {
        Catalogue usual = catalogue();
        folder(
                "other",
                new Catalogue(
                        usual.regions(),
                        List.of(usual.topics().get(1), usual.topics().get(0)),
                        usual.producers(),
                        usual.groups()));
        scan.scanned(0, 3, 9, 0, 0, 1, 5, 7, 0, 100, 1, true);
        scan.scanned(1, 3, 7, 0, 0, 1, 5, 7, 0, 100, 1, true);
        assertThat(life("0.0.1.5"))
                .containsExactly(
                        "null copied us-west us-east.orders/3@9, digest 00000001",
                        "null in the log us-west orders/3@7, digest 00000001");
    }

    @Test
    void whereNoJournalHasASendThatIsSaid() throws IOException {
        sessions(0);
        assertThatThrownBy(() -> RecordTrace.of(folder, "0.0.1.5"))
                .isInstanceOf(RecordTrace.UnknownRecord.class)
                .hasMessageEndingWith("'us-east orders/3@567'. No journal has any send");
    }

    @Test
    void theFirstCommitOfTheGroupThatCoversADeliveryIsPartOfIt() throws Exception {
        sent(1, 5, 0, 10);
        east.delivered(0, 2, 0, 3, 7, 0, 0, 1, 5, 20 * MILLI, true);
        east.committed(0, 0, 3, 8, 19 * MILLI);
        east.committed(0, 0, 3, 7, 20 * MILLI);
        east.committed(0, 0, 2, 8, 20 * MILLI);
        east.committed(0, 1, 3, 8, 20 * MILLI);
        east.committed(1, 0, 3, 8, 20 * MILLI);
        east.committed(0, 0, 3, 8, 20 * MILLI);
        east.committed(0, 0, 3, 9, 21 * MILLI);
        assertThat(life("0.0.1.5"))
                .filteredOn(line -> !line.contains("nowhere"))
                .endsWith(
                        "20.0 delivered us-east orders/3@7, to billing, member 2",
                        "20.0 committed us-east orders/3@8, by billing");
    }

    @Test
    void whatTheCatalogueHasNoNameForIsToldByItsNumber() throws Exception {
        sent(1, 5, 2, 10);
        east.acked(0, 0, 1, 5, 2, 3, 7, 11 * MILLI);
        east.delivered(1, 2, 2, 3, 7, 0, 0, 1, 5, 20 * MILLI, false);
        scan.scanned(2, 3, 7, 0, 0, 1, 5, 7, 0, 100, 1, false);
        assertThat(life("0.0.1.5"))
                .containsExactly(
                        "9.0 intended us-east topic 2",
                        "10.0 sent us-east topic 2, 100 bytes, key 0000000000000007",
                        "11.0 acknowledged us-east topic 2/3@7",
                        "20.0 delivered us-east topic 2/3@7, to group 1, member 2; its checksum differs",
                        "null in the log us-west topic 2/3@7, digest 00000001; its checksum differs");
    }

    @Test
    void ofARegionOrProducerWithoutANameTheNumbersAreTheRecordsName() throws Exception {
        east.delivered(0, 0, 0, 3, 7, 2, 0, 1, 5, 20 * MILLI, true);
        east.delivered(0, 0, 0, 3, 8, 0, 1, 1, 5, 21 * MILLI, true);
        east.close();
        scan.close();
        assertThat(RecordTrace.of(folder, "2.0.1.5").get(0).name()).isEqualTo("2.0.1.5");
        assertThat(RecordTrace.of(folder, "us-east orders/3@8").get(0).name()).isEqualTo("0.1.1.5");
    }

    private void sessions(int count) throws IOException {
        for (int session = 1; session <= count; session++) {
            sent(session, 0, 0, 10);
            sent(session, 10L * session, 0, 11);
            sent(session, 3, 0, 12);
        }
        east.close();
        scan.close();
    }

    @Test
    void whoAsksForARecordThatIsNotThereIsToldWhichSessionsThereAre() throws IOException {
        sessions(6);
        assertThatThrownBy(() -> RecordTrace.of(folder, "0.0.9.9"))
                .isInstanceOf(RecordTrace.UnknownRecord.class)
                .hasMessageEndingWith("us-east/order-service-0/6/0 to 60");
    }

    @Test
    void ofManySessionsTheFirstAreNamedAndTheOthersCounted() throws IOException {
        sessions(8);
        assertThatThrownBy(() -> RecordTrace.of(folder, "0.0.9.9"))
                .isInstanceOf(RecordTrace.UnknownRecord.class)
                .hasMessageContaining("This run has us-east/order-service-0/1/0 to 10, ")
                .hasMessageEndingWith("us-east/order-service-0/6/0 to 60 and 2 more");
    }
}
