package io.firedrill.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What stands on everything that a run makes on a container engine, so that it is found again and nobody else's is touched. */
public final class ContainerLabels {
    /** The run's id. */
    public static final String RUN = "io.firedrill.run";

    private static final String FOLDER = "io.firedrill.folder";
    private static final String HARNESS = "io.firedrill.harness";
    private static final String BOOT = "io.firedrill.boot";
    private static final long SLACK_MILLIS = 2_000;

    private ContainerLabels() {}

    /** The labels of a run of this process. */
    static Map<String, String> of(String run, Path folder) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        return Map.of(RUN, run, FOLDER, folder.toString(), HARNESS, self.pid() + "@" + started(self), BOOT, boot());
    }

    /** Whether the harness that made something still runs on this machine. One that can't be told counts as alive. */
    static boolean alive(Map<String, String> labels) throws IOException {
        String[] harness = labels.getOrDefault(HARNESS, "").split("@", -1);
        if (harness.length != 2 || !harness[0].matches("\\d+") || !harness[1].matches("-?\\d+")) {
            return true;
        }
        if (!labels.getOrDefault(BOOT, "").equals(boot())) {
            return false;
        }
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(harness[0])).filter(ProcessHandle::isAlive);
        return process.filter(it -> Math.abs(started(it) - Long.parseLong(harness[1])) <= SLACK_MILLIS)
                .isPresent();
    }

    /** The folder of the run that made something. */
    static String folder(Map<String, String> labels) {
        return labels.getOrDefault(FOLDER, "?");
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(-1L);
    }

    private static String boot() throws IOException {
        Path boot = Path.of("/proc/sys/kernel/random/boot_id");
        return Files.isReadable(boot) ? Files.readString(boot).trim() : "unknown";
    }
}
