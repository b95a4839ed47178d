package io.firedrill.region;

import io.firedrill.region.engine.EngineInfo;
import java.util.ArrayList;
import java.util.List;

/** Whether a drill on an engine would work, and its times would mean something. */
public final class EngineFitness {
    private static final String INSTEAD =
            ": use Docker 20.10 or newer, not rootless, on this machine itself, or run the drill on processes";

    private EngineFitness() {}

    /** Why no drill can be run on the engine from here: sentences that say what to do. Empty when it can. */
    public static List<String> problems(EngineInfo engine) {
        return problems(engine, System.getProperty("os.name", "?"), System.getProperty("os.version", "?"));
    }

    /**
     * As the other.
     *
     * @param system of this machine, as Java names it
     * @param kernel its version
     */
    static List<String> problems(EngineInfo engine, String system, String kernel) {
        List<String> problems = new ArrayList<>();
        // Stalls and stops of brokers are told on the monotonic clock of their kernel, and held against this one's.
        if (!system.equals("Linux")) {
            problems.add(
                    "on " + system + " " + engine.name() + " runs in a virtual machine with a clock of its own, so what"
                            + " brokers note could not be held against what this machine notes: run Firedrill on Linux with its"
                            + " engine beside it, or run the drill on processes");
        } else if (!engine.kernel().equals(asDockerSays(kernel))) {
            problems.add(engine.name() + " runs on the kernel " + engine.kernel() + " and Firedrill on " + kernel
                    + ", so it is in a virtual machine (Docker Desktop is), or on another machine, with a clock of its own,"
                    + " and what brokers note could not be held against what this machine notes" + INSTEAD);
        }
        if (engine.podman()) {
            problems.add(engine.name() + " is Podman, on which drills were never tried" + INSTEAD);
        } else if (engine.rootless()) {
            problems.add(
                    engine.name() + ": rootless engines reach containers by ways of their own, on which drills were"
                            + " never tried" + INSTEAD);
        }
        if (engine.remapsUsers()) {
            problems.add(engine.name()
                    + " gives containers other users than this machine's (userns-remap), so brokers could not"
                    + " write into the run's folder: start it without that, or run the drill on processes");
        }
        if (engine.selinux()) {
            problems.add(
                    engine.name()
                            + " keeps containers from this machine's folders by SELinux labels, so brokers could not"
                            + " write into the run's folder: start it without --selinux-enabled, or run the drill on processes");
        }
        return problems;
    }

    /** Docker reads a version as three numbers and a rest, and a number that is not there as 0. */
    private static String asDockerSays(String kernel) {
        return kernel.replaceFirst("^(\\d+\\.\\d+)(?![.\\d])", "$1.0");
    }
}
