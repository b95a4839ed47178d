package io.firedrill.run;

import io.firedrill.drill.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds a plan against a machine, before anything starts. */
public final class Preflight {

    // Kafka stops its log directories, and with them the broker, when the disk is full: leave the rest of the machine
    // room.
    private static final long DISK_MARGIN = 256L * 1024 * 1024;

    private Preflight() {}

    /** Why this machine can't run the plan: sentences that say what to do. Empty when it can. */
    public static List<String> problems(Plan plan, Machine machine) {
        List<String> problems = new ArrayList<>();
        if (machine.os().toLowerCase(Locale.ROOT).startsWith("windows")) {
            problems.add("the platform of processes needs Linux or macOS, this is " + machine.os()
                    + ": run Firedrill inside WSL2");
        }
        long memory = plan.footprint().memoryBytes();
        if (machine.freeMemory().isPresent() && machine.freeMemory().getAsLong() < memory) {
            problems.add("the drill needs about " + bytes(memory) + " of memory and this machine has "
                    + bytes(machine.freeMemory().getAsLong())
                    + " to give: stop something, or take fewer brokers with --set regions.REGION.brokers=1");
        }
        long disk = plan.footprint().diskBytes() + DISK_MARGIN;
        if (machine.freeDisk() < disk) {
            problems.add("the drill needs about " + bytes(disk) + " of disk and " + machine.folder() + " has "
                    + bytes(machine.freeDisk()) + " left: remove old runs (firedrill clean removes their leftovers),"
                    + " or write elsewhere with --output FOLDER");
        }
        return problems;
    }

    /** {@code 2.4 GiB}, {@code 310 MiB}. */
    public static String bytes(long bytes) {
        double mib = bytes / (1024.0 * 1024.0);
        return mib >= 1000
                ? String.format(Locale.ROOT, "%.1f GiB", mib / 1024)
                : String.format(Locale.ROOT, "%.0f MiB", Math.ceil(mib));
    }
}
