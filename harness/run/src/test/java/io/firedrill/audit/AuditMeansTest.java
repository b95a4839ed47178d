package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import io.firedrill.run.LargeDrill;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where columns lie, how many threads work and how the work is divided changes no byte of the result. */
class AuditMeansTest {

    /** Enough that every session and most partitions take several pages of a column. */
    private static final long RECORDS = 300_000;

    @TempDir
    Path temp;

    @Test
    void theResultIsTheSameInFilesAndOnTheHeapWithAnyNumberOfThreads() throws IOException {
        LargeDrill drill = new LargeDrill(RECORDS, 500);
        RunFolder folder = drill.write(temp.resolve("run"));
        Path files = Files.createDirectory(temp.resolve("files"));

        Result onTheHeap = audit(folder, Scratch.HEAP, 1);
        Scratch allInFiles = new Scratch(0, files);
        String inFiles = ResultJson.text(audit(folder, allInFiles, 1));
        String inFilesByMany = ResultJson.text(audit(folder, new Scratch(0, files), 4));
        String inManyShards = ResultJson.text(audit(folder, Scratch.HEAP, 3, 777));
        String partlyInFiles = ResultJson.text(audit(folder, new Scratch(8 << 20, files), 3));

        assertThat(onTheHeap.troubles()).isEmpty();
        assertThat(onTheHeap.sends().ok() + onTheHeap.sends().absent())
                .isEqualTo(drill.expected().records());
        assertThat(onTheHeap.sends().absent()).isEqualTo(drill.expected().absent());
        assertThat(onTheHeap.rpo().records()).isEqualTo(drill.expected().unreplicated());
        assertThat(onTheHeap.rpo().finalRecords()).isZero();
        Map<String, Long> anomalies = new TreeMap<>();
        onTheHeap.anomalies().forEach((name, of) -> {
            if (of.count() != null && of.count() > 0) {
                anomalies.put(name, of.count());
            }
        });
        assertThat(anomalies).isEqualTo(drill.expected().anomalies());
        assertThat(onTheHeap.duplicates().delivered().count())
                .isEqualTo(drill.expected().redelivered());
        assertThat(allInFiles.inFiles()).isPositive();
        String expected = ResultJson.text(onTheHeap);
        assertThat(inFiles).isEqualTo(expected);
        assertThat(inFilesByMany).isEqualTo(expected);
        assertThat(inManyShards).isEqualTo(expected);
        assertThat(partlyInFiles).isEqualTo(expected);
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left).as("scratch files").isEmpty();
        }
    }

    private static Result audit(RunFolder folder, Scratch scratch, int threads) {
        return audit(folder, scratch, threads, 1 << 20);
    }

    private static Result audit(RunFolder folder, Scratch scratch, int threads, int rows) {
        ScenarioReading reading = new ScenarioReader().read(folder.scenario());
        assertThat(reading).isInstanceOf(ScenarioReading.Read.class);
        Scenario scenario = ((ScenarioReading.Read) reading).scenario();
        try (Crew crew = new Crew(threads, rows)) {
            return Auditor.audit(folder, scenario, new Auditor.Means(scratch, crew));
        }
    }
}
