package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.RecordStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostJournalTest {

    @TempDir
    private Path folder;

    @Test
    void aProducerWhoseJournalBreaksOffSaysSoAndEnds() throws IOException {
        List<RuntimeException> troubles = new CopyOnWriteArrayList<>();
        // Where the third segment should be made, there is something that is no file.
        Files.createDirectories(folder.resolve("00003.fdj.new/in the way"));
        try (JournalWriter journal = new JournalWriter(folder, "us-east", 1, 4096);
                LoadProducer load = new LoadProducer(
                        TestAssignments.worker(folder.toString(), List.of(TestAssignments.producer(true)), List.of()),
                        TestAssignments.producer(true),
                        journal,
                        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                        RecordStamp::write,
                        LatencyWindow.recorder(),
                        troubles::add)) {
            long origin = System.nanoTime();
            load.startLoad(origin, origin);
            await().until(() -> !troubles.isEmpty());
        }

        assertThat(WorkerRuntime.journalLost(troubles.get(0), folder))
                .hasValueSatisfying(text -> assertThat(text).contains("journal", "segment 3"));
    }

    @Test
    void aFullDiskIsNamedAndAClientsFailureIsNotTheJournals() {
        assertThat(WorkerRuntime.journalLost(
                        new UncheckedIOException("no room", new IOException("No space left on device")), folder))
                .hasValueSatisfying(text -> assertThat(text).contains("the disk of " + folder, "make room"));
        assertThat(WorkerRuntime.journalLost(new IllegalStateException("a client"), folder))
                .isEqualTo(Optional.empty());
    }
}
