package io.firedrill.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {

    @TempDir
    Path temp;

    private Path file;

    private final List<TimelineEvent> events = List.of(
            new TimelineEvent.RunStarted(
                    1,
                    "run",
                    "region-loss",
                    "Title",
                    "active-passive",
                    "processes",
                    1_700_000_000_000L,
                    "host",
                    7,
                    "0.1.0",
                    Map.of("us-east", "4.3.1"),
                    "me",
                    Map.of("os", "Linux"),
                    new Catalogue(
                            List.of("us-east", "us-west"),
                            List.of(
                                    new Catalogue.Topic("orders", "orders", "", 6),
                                    new Catalogue.Topic("us-east.orders", "orders", "us-east", 6)),
                            List.of(new Catalogue.Producer("order-service-0", "order-service", 0, 500.0, 512)),
                            List.of(new Catalogue.Group("billing", "billing", List.of(0, 1))))),
            new TimelineEvent.FaultApplied(
                    5,
                    new FaultReceipt(
                            "kill-region", "us-east", "", "SIGKILL", 3, 4, List.of("broker 1"), true, 2, 3, "gone"),
                    "to-west"),
            new TimelineEvent.FaultLifted(7, 6, "latency", "a<->b", true, List.of("a-to-b.1.link"), "another holds"),
            new TimelineEvent.FaultProved(8, 7, "latency", "a<->b", true, List.of(), "round trips are what they were"),
            new TimelineEvent.SnapshotTaken(9, 8, "to-west", "us-west", Map.of("us-east.orders", List.of(1L, 2L))),
            new TimelineEvent.MetadataNoted(
                    9,
                    8,
                    "us-west",
                    Map.of("orders", new TimelineEvent.MetadataNoted.Topic(6, Map.of("retention.ms", "1000"))),
                    List.of(new TimelineEvent.MetadataNoted.Acl(
                            "TOPIC", "LITERAL", "orders", "User:billing", "*", "READ", "ALLOW")),
                    List.of("billing")),
            new TimelineEvent.ReplicationSettled(9, "us-east", "us-west", false, "its MirrorMaker did not run"),
            new TimelineEvent.DrillEnded(10, "completed"));

    @BeforeEach
    void write() throws IOException {
        file = temp.resolve("timeline.jsonl");
        try (TimelineWriter writer = new TimelineWriter(file)) {
            events.forEach(writer::append);
        }
    }

    @Test
    void readsBackWhatWasAppended() {
        Timeline timeline = TimelineReader.read(file);
        assertThat(timeline.events()).isEqualTo(events);
        assertThat(timeline.problems()).isEmpty();
        assertThat(timeline.first(TimelineEvent.FaultApplied.class)).isPresent();
    }

    @Test
    void aLiftOfAVersionThatDidNotNoteWhatItCouldNotProveLeftNothingUnproved() throws IOException {
        Files.writeString(
                file,
                "{\"kind\":\"fault-lifted\",\"at\":7,\"fault\":\"partition\",\"target\":\"a<->b\",\"clean\":true,\"note\":\"\"}\n");

        Timeline timeline = TimelineReader.read(file);

        TimelineEvent.FaultLifted lift =
                timeline.first(TimelineEvent.FaultLifted.class).orElseThrow();
        assertThat(lift).isEqualTo(new TimelineEvent.FaultLifted(7, 7, "partition", "a<->b", true, ""));
        assertThat(timeline.provedAt(lift)).contains(7L);
    }

    @Test
    void aCutLastLineIsReportedAndTheRestIsRead() throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 5));
        Timeline timeline = TimelineReader.read(file);
        assertThat(timeline.events()).isEqualTo(events.subList(0, events.size() - 1));
        assertThat(timeline.cut()).isTrue();
        assertThat(timeline.problems())
                .singleElement()
                .asString()
                .contains("line 8")
                .contains("cut");
    }

    @Test
    void aLineThatIsNoEventIsReportedAndSkipped() throws IOException {
        Files.writeString(file, Files.readString(file) + "{\"kind\":\"landslide\",\"at\":3}\nnull\nnonsense\n");
        Timeline timeline = TimelineReader.read(file);
        assertThat(timeline.events()).isEqualTo(events);
        assertThat(timeline.problems()).hasSize(3).allSatisfy(text -> assertThat(text)
                .contains("is no event"));
    }

    @Test
    void anAbsentTimelineIsAProblemNotAnException() {
        assertThat(TimelineReader.read(temp.resolve("none")).problems()).containsExactly("timeline.jsonl is missing");
    }
}
