package io.firedrill.region;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What stands on everything that a run makes on a container engine, so that it is found again and nobody else's is touched. */
public final class ContainerLabels {
    /** The run's id. */
    public static final String RUN = "io.firedrill.run";

    private static final String FOLDER = "io.firedrill.folder";
    /** Process id and start, which mean something only where the following are the same. */
    private static final String HARNESS = "io.firedrill.harness";

    private static final String BOOT = "io.firedrill.boot";
    private static final String MACHINE = "io.firedrill.machine";
    private static final String PROCESSES = "io.firedrill.processes";
    private static final String USER = "io.firedrill.user";

    private ContainerLabels() {}

    /** Whether the harness that made something still runs. */
    enum Life {
        ALIVE,
        DEAD,
        /** It is of another machine or another container, or is hidden from this user: whoever asks here can't know. */
        UNTOLD
    }

    /**
     * The labels of a run of this process.
     *
     * @param run its id
     * @param folder absolute
     */
    public static Map<String, String> of(String run, Path folder) throws IOException {
        ThisMachine here = ThisMachine.HERE;
        long pid = ProcessHandle.current().pid();
        return Map.of(
                RUN,
                run,
                FOLDER,
                folder.toString(),
                HARNESS,
                pid + "@" + here.started(pid),
                BOOT,
                here.boot(),
                MACHINE,
                here.machine(),
                PROCESSES,
                here.processes(),
                USER,
                here.user());
    }

    /**
     * Whether the harness that made something still runs, as far as it can be told here: several machines, containers and users may
     * share an engine.
     */
    static Life life(Map<String, String> labels, ThisMachine here) throws IOException {
        String[] harness = labels.getOrDefault(HARNESS, "").split("@", -1);
        if (harness.length != 2 || !harness[0].matches("\\d{1,18}") || !harness[1].matches("\\d+")) {
            return Life.UNTOLD;
        }
        if (!same(labels, BOOT, here.boot())) {
            boolean restarted = same(labels, MACHINE, here.machine())
                    && !labels.getOrDefault(BOOT, "").isEmpty()
                    && !here.boot().isEmpty();
            return restarted ? Life.DEAD : Life.UNTOLD;
        }
        if (!same(labels, PROCESSES, here.processes())) {
            return Life.UNTOLD;
        }
        String started = here.started(Long.parseLong(harness[0]));
        if (!started.isEmpty()) {
            return started.equals(harness[1]) ? Life.ALIVE : Life.DEAD;
        }
        return here.showsAll() || same(labels, USER, here.user()) ? Life.DEAD : Life.UNTOLD;
    }

    private static boolean same(Map<String, String> labels, String label, String here) {
        return !here.isEmpty() && here.equals(labels.get(label));
    }

    /** The folder of the run that made something. */
    static String folder(Map<String, String> labels) {
        return labels.getOrDefault(FOLDER, "?");
    }
}
