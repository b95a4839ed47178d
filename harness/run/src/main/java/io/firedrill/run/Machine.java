package io.firedrill.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What this machine has to give.
 *
 * @param os name and version
 * @param cpus processors
 * @param freeMemory bytes that processes can still take; empty where that can't be told
 * @param freeDisk bytes that the folder of the run can still take
 * @param folder that was asked about
 */
public record Machine(String os, int cpus, OptionalLong freeMemory, long freeDisk, Path folder) {

    private static final Path MEMINFO = Path.of("/proc/meminfo");

    /**
     * This machine, as seen from a folder that may not exist yet.
     *
     * @throws IOException the file system of the folder can't be asked
     */
    public static Machine here(Path folder) throws IOException {
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                Files.getFileStore(existing(folder)).getUsableSpace(),
                folder);
    }

    /** The nearest folder above that exists. */
    static Path existing(Path folder) {
        Path candidate = folder.toAbsolutePath().normalize();
        while (!Files.exists(candidate)) {
            Path parent = candidate.getParent();
            if (parent == null) {
                return candidate;
            }
            candidate = parent;
        }
        return candidate;
    }

    private static OptionalLong memory() throws IOException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            long limit = system.getTotalMemorySize(); // a container's, if it has one
            if (Files.isReadable(MEMINFO)) {
                OptionalLong available = available(Files.readAllLines(MEMINFO));
                if (available.isPresent()) {
                    return OptionalLong.of(Math.min(limit, available.getAsLong()));
                }
            }
        }
        // Elsewhere the free memory leaves out what the system would give back at once: no figure is better than that
        // one.
        return OptionalLong.empty();
    }

    /** {@code MemAvailable}: free, or given back as soon as somebody asks. */
    static OptionalLong available(List<String> meminfo) {
        for (String line : meminfo) {
            if (line.startsWith("MemAvailable:")) {
                String kib = line.replaceAll("\\D", "");
                return kib.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(kib) * 1024);
            }
        }
        return OptionalLong.empty();
    }
}
