package io.firedrill.region.engine;

/**
 * What an engine says of itself.
 *
 * @param version as {@code 20.10.24}
 * @param apiVersion the newest that it speaks, as {@code 1.41}
 * @param system of its containers, as {@code linux}
 * @param memoryBytes of the machine it runs on: a virtual one under Docker Desktop
 * @param processors of that machine; 0: it does not say
 * @param rootless it runs as this user; root in a container is this user outside
 * @param podman it is Podman
 * @param kernel version of the kernel that its containers run on
 * @param remapsUsers users in a container are others outside
 * @param selinux SELinux keeps containers from folders that are not labelled for them
 */
public record EngineInfo(
        String version,
        String apiVersion,
        String system,
        long memoryBytes,
        int processors,
        boolean rootless,
        boolean podman,
        String kernel,
        boolean remapsUsers,
        boolean selinux) {
    /** The oldest interface that will do, of Docker 20.10. */
    static final String OLDEST = "1.41";

    /** Whether its interface is at least {@link #OLDEST}. */
    boolean recent() {
        String[] is = apiVersion.split("\\.", -1);
        String[] least = OLDEST.split("\\.", -1);
        try {
            int major = Integer.compare(Integer.parseInt(is[0]), Integer.parseInt(least[0]));
            return major > 0 || (major == 0 && is.length > 1 && Integer.parseInt(is[1]) >= Integer.parseInt(least[1]));
        } catch (NumberFormatException unreadable) {
            return false;
        }
    }

    /** As {@code Docker 20.10.24}. */
    public String name() {
        return (podman ? "Podman " : "Docker ") + version + (rootless ? ", rootless" : "");
    }
}
