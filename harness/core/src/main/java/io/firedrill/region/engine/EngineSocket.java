package io.firedrill.region.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a container engine of this machine listens. Only a Unix socket will do: an engine elsewhere could not mount this machine's
 * folders into containers.
 *
 * @param path the socket
 * @param said by what it was found, for people
 */
public record EngineSocket(Path path, String said) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String UNIX = "unix://";

    /** The one that this process's environment names, or the first that is there. */
    public static EngineSocket find() throws EngineException {
        return find(System.getenv(), Path.of(System.getProperty("user.home", "/")));
    }

    /**
     * As Docker's own command looks: {@code DOCKER_HOST}, then the current context, then the usual places; after those Podman's.
     *
     * @throws EngineException there is none, or one that is not on this machine
     */
    public static EngineSocket find(Map<String, String> environment, Path home) throws EngineException {
        return find(environment, home, Path.of("/"));
    }

    /**
     * As the other.
     *
     * @param system below it are the usual places that are nobody's own
     */
    static EngineSocket find(Map<String, String> environment, Path home, Path system) throws EngineException {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isBlank()) {
            return at(host, "DOCKER_HOST");
        }
        Optional<String> context = context(environment, home);
        if (context.isPresent()) {
            return at(context.get(), "the current context of docker");
        }
        List<Path> usual = usual(environment, home, system);
        for (Path path : usual) {
            if (Files.exists(path)) {
                return new EngineSocket(path, "its usual place");
            }
        }
        throw new EngineException(
                EngineException.NO_ANSWER,
                "there is no container engine: nothing is at "
                        + String.join(", ", usual.stream().map(Path::toString).toList())
                        + ". Install one and start it (Debian: apt-get install docker.io), or say where it listens with"
                        + " DOCKER_HOST=unix:///PATH, or run the drill on processes");
    }

    private static EngineSocket at(String host, String said) throws EngineException {
        if (!host.startsWith(UNIX)) {
            throw new EngineException(
                    EngineException.NO_ANSWER,
                    said + " names the container engine " + host
                            + ", and an engine that is not on this machine can't mount its folders: give a Unix socket of"
                            + " this machine, as DOCKER_HOST=unix:///var/run/docker.sock");
        }
        return new EngineSocket(Path.of(host.substring(UNIX.length())), said);
    }

    private static List<Path> usual(Map<String, String> environment, Path home, Path system) {
        List<Path> usual = new ArrayList<>();
        usual.add(system.resolve("var/run/docker.sock"));
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isBlank()) {
            usual.add(Path.of(runtime, "docker.sock"));
        }
        usual.add(home.resolve(".docker/run/docker.sock"));
        usual.add(home.resolve(".docker/desktop/docker.sock"));
        if (!runtime.isBlank()) {
            usual.add(Path.of(runtime, "podman/podman.sock"));
        }
        usual.add(system.resolve("run/podman/podman.sock"));
        return usual;
    }

    /** What a context that somebody chose says; empty where none was chosen, or it can't be read: then the usual places are looked at. */
    private static Optional<String> context(Map<String, String> environment, Path home) {
        Path folder = Path.of(environment.getOrDefault(
                "DOCKER_CONFIG", home.resolve(".docker").toString()));
        try {
            String name = environment.getOrDefault("DOCKER_CONTEXT", "");
            Path config = folder.resolve("config.json");
            if (name.isBlank() && Files.isReadable(config)) {
                name = JSON.readTree(Files.readString(config))
                        .path("currentContext")
                        .asString("");
            }
            if (name.isBlank() || name.equals("default")) {
                return Optional.empty();
            }
            Path meta = folder.resolve("contexts/meta").resolve(digest(name)).resolve("meta.json");
            String host = JSON.readTree(Files.readString(meta))
                    .path("Endpoints")
                    .path("docker")
                    .path("Host")
                    .asString("");
            return Optional.of(host).filter(found -> !found.isBlank());
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    private static String digest(String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
