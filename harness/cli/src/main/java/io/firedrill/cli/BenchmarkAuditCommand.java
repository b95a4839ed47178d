package io.firedrill.cli;

import io.firedrill.evidence.RunFolder;
import io.firedrill.run.AuditBenchmark;
import io.firedrill.run.LargeDrill;
import io.firedrill.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the audit on evidence of any size. */
@Command(
        name = "audit",
        description = {
            "Writes the evidence of a drill that never took place, audits it in a Java process whose heap is bounded,",
            "and prints rate, heap and size. It holds what the audit found against what was written."
        },
        footer = {
            "",
            "A million records take 25 MB of disk while they are written, and about 60 MB of scratch in the folder for",
            "temporary files (-Djava.io.tmpdir) while they are audited.",
            "",
            "Exit codes: 0 measured, 2 wrong usage or too small a heap, 70 the audit found something else than was written.",
            "",
            "Examples:",
            "  firedrill benchmark audit --records 1000000",
            "  firedrill benchmark audit --records 100000000 --heap 512m --folder /var/tmp/large"
        })
final class BenchmarkAuditCommand implements Callable<Integer> {

    private static final long FEWEST = 4000;

    /** A producer's records of one region have 31 bits of numbers. */
    private static final long MOST = 8_000_000_000L;

    private static final int MOST_KEYS = 1_000_000_000;

    private final Surroundings surroundings;

    @Option(names = "--records", paramLabel = "N", description = "Records that are sent. Default: ${DEFAULT-VALUE}.")
    private long records = 1_000_000;

    @Option(names = "--keys", paramLabel = "N", description = "Different keys. Default: ${DEFAULT-VALUE}.")
    private int keys = 1200;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "The most heap, as for java -Xmx. Default: ${DEFAULT-VALUE}.")
    private String heap = "512m";

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Keep the evidence here; what an earlier benchmark of this size left here is audited again.")
    private @Nullable Path folder;

    BenchmarkAuditCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException, IOException, InterruptedException {
        if (records < FEWEST || keys < 1) {
            throw new RefusedException("--records " + records + " --keys " + keys + ": at least " + FEWEST
                    + " records and one key are needed to fill the phases of a drill");
        }
        if (records > MOST || keys > MOST_KEYS) {
            throw new RefusedException("--records " + records + " --keys " + keys + ": at most " + MOST
                    + " records and " + MOST_KEYS + " keys can be written");
        }
        if (!heap.matches("[1-9][0-9]*[kmgKMG]")) {
            throw new RefusedException("--heap " + heap + ": expected a number and k, m or g, as 512m");
        }
        LargeDrill drill = new LargeDrill(records, keys);
        Path kept = folder;
        boolean there = kept != null && left(drill, kept);
        Path root = kept == null ? Files.createTempDirectory("firedrill-benchmark") : kept;
        Thread clearing = new Thread(() -> delete(root), "firedrill-benchmark-end");
        if (kept == null) {
            Runtime.getRuntime().addShutdownHook(clearing);
        }
        RunFolder run = new RunFolder(root);
        if (!there) {
            surroundings.err().println("writing " + drill.expected().facts() + " facts into " + root);
            drill.write(root);
        }
        surroundings.err().println("auditing");
        AuditBenchmark.Measured measured = AuditBenchmark.measure(drill, run, heap);
        surroundings.out().println(measured);
        measured.wrong().forEach(surroundings.err()::println);
        return measured.wrong().isEmpty() ? ExitCode.MET : ExitCode.FAULT;
    }

    /** Whether an earlier benchmark of this size left its evidence in the folder; anything else is not written over. */
    private static boolean left(LargeDrill drill, Path folder) throws RefusedException {
        if (!Files.exists(new RunFolder(folder).manifest())) {
            EmptyFolder.make(folder, "a benchmark");
            return false;
        }
        if (!drill.isIn(new RunFolder(folder))) {
            throw new RefusedException(
                    folder + " holds other evidence than that of a benchmark of this version with as many"
                            + " records: give an empty folder, or the same --records");
        }
        return true;
    }

    private static void delete(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("firedrill: " + root + " could not be deleted: " + e);
        }
    }
}
