package io.firedrill.region.engine;

import io.firedrill.kafka.HostPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container to be made.
 *
 * @param name unique on the engine
 * @param image its name and tag
 * @param user {@code uid:gid}; empty: the image's own
 * @param hostname what it calls itself
 * @param environment variables
 * @param entrypoint program and arguments; empty: the image's own
 * @param command arguments of the image's own entry point; empty: its own
 * @param spoken it is spoken to over its standard input, which ends with the connection ({@link Engine#attach})
 * @param folder that it starts in; empty: the image's own
 * @param mounts folders and files of this machine, at the same path inside
 * @param readOnly those of the mounts that it may not write
 * @param published ports
 * @param within the container whose network it shares, its id; then it has no networks, ports and host name of its own
 * @param networks the first is the one that published ports lead to
 * @param limits what it may take
 * @param sysctls settings of its own network stack
 * @param labels by which it is found again
 */
public record ContainerSpec(
        String name,
        String image,
        Optional<String> user,
        String hostname,
        Map<String, String> environment,
        List<String> entrypoint,
        List<String> command,
        boolean spoken,
        Optional<Path> folder,
        List<Path> mounts,
        List<Path> readOnly,
        List<Published> published,
        Optional<String> within,
        List<Attachment> networks,
        Limits limits,
        Map<String, String> sysctls,
        Map<String, String> labels) {
    public ContainerSpec {
        environment = Map.copyOf(environment);
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        mounts = List.copyOf(mounts);
        readOnly = List.copyOf(readOnly);
        published = List.copyOf(published);
        networks = List.copyOf(networks);
        sysctls = Map.copyOf(sysctls);
        labels = Map.copyOf(labels);
        if (networks.isEmpty() != within.isPresent()) {
            throw new IllegalArgumentException("container " + name + " needs networks, or one to share");
        }
    }

    /**
     * A port of the container that this machine finds at an address of its own.
     *
     * @param at on this machine
     * @param port inside
     */
    public record Published(HostPort at, int port) {}

    /**
     * A network that it is connected to.
     *
     * @param network its id
     * @param address its own there
     */
    public record Attachment(String network, String address) {}

    /**
     * What a container may take.
     *
     * @param memoryBytes empty: no limit
     * @param processors as 0.5; empty: no limit
     */
    public record Limits(Optional<Long> memoryBytes, Optional<Double> processors) {
        /** No limit. */
        public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

        /** For people: {@code 768 MiB of memory and 0.5 processors}. */
        public String text() {
            List<String> parts = new ArrayList<>();
            memoryBytes.ifPresent(bytes -> parts.add(bytes / (1 << 20) + " MiB of memory"));
            processors.ifPresent(share -> parts.add(share + " processors"));
            return parts.isEmpty() ? "none" : String.join(" and ", parts);
        }
    }
}
