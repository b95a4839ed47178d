package io.firedrill.region.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSocketTest {
    @TempDir
    private Path root;

    private Path home;

    @BeforeEach
    void aHome() throws Exception {
        home = Files.createDirectories(root.resolve("home/ops"));
    }

    private EngineSocket find(Map<String, String> environment) throws Exception {
        return EngineSocket.find(environment, home, root);
    }

    private Path socket(String place) throws Exception {
        Path socket = root.resolve(place);
        Files.createDirectories(socket.getParent());
        return Files.createFile(socket);
    }

    @Test
    void whereThereIsNoneThePlacesAndThreeWaysOutAreSaid() {
        assertThatThrownBy(() -> find(Map.of("XDG_RUNTIME_DIR", "/run/user/7")))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("there is no container engine: nothing is at " + root
                        + "/var/run/docker.sock, /run/user/7/docker.sock, " + home + "/.docker/run/docker.sock, ")
                .hasMessageContaining(", " + root + "/run/podman/podman.sock. ")
                .hasMessageContainingAll(
                        "apt-get install docker.io", "DOCKER_HOST=unix:///PATH", "or run the drill on processes");
    }

    @Test
    void dockersSocketGoesBeforePodmans() throws Exception {
        socket("run/podman/podman.sock");
        Path docker = socket("var/run/docker.sock");

        assertThat(find(Map.of())).isEqualTo(new EngineSocket(docker, "its usual place"));
    }

    @Test
    void whatTheEnvironmentNamesIsTaken() throws Exception {
        EngineSocket found = find(Map.of("DOCKER_HOST", "unix:///some/where.sock"));

        assertThat(found.path()).isEqualTo(Path.of("/some/where.sock"));
        assertThat(found.said()).isEqualTo("DOCKER_HOST");
    }

    @Test
    void anEngineElsewhereCannotMountOurFolders() {
        for (String host : new String[] {"tcp://10.0.0.7:2375", "ssh://ops@far"}) {
            assertThatThrownBy(() -> find(Map.of("DOCKER_HOST", host)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(host)
                    .hasMessageContaining("can't mount its folders")
                    .hasMessageContaining("DOCKER_HOST=unix:///");
        }
    }

    @Test
    void podmansSocketOfThisUserIsFound() throws Exception {
        socket("run/podman/podman.sock");
        Path own = socket("run/user/7/podman/podman.sock");

        assertThat(find(Map.of("XDG_RUNTIME_DIR", root.resolve("run/user/7").toString()))
                        .path())
                .isEqualTo(own);
    }

    @Test
    void aContextThatSomebodyChoseGoesBeforeTheUsualPlaces() throws Exception {
        Path docker = Files.createDirectories(home.resolve(".docker"));
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"desk\"}");
        Path meta = Files.createDirectories(docker.resolve("contexts/meta").resolve(digest("desk")));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"desk\",\"Endpoints\":{\"docker\":{\"Host\":\"unix:///desk/docker.sock\"}}}");

        EngineSocket found = find(Map.of());

        assertThat(found.path()).isEqualTo(Path.of("/desk/docker.sock"));
        assertThat(found.said()).contains("context");
    }

    private static String digest(String name) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    }
}
