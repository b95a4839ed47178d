package io.firedrill.region.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSocketTest {
    @TempDir
    private Path home;

    @Test
    void whatTheEnvironmentNamesIsTaken() throws Exception {
        EngineSocket found = EngineSocket.find(Map.of("DOCKER_HOST", "unix:///some/where.sock"), home);

        assertThat(found.path()).isEqualTo(Path.of("/some/where.sock"));
        assertThat(found.said()).isEqualTo("DOCKER_HOST");
    }

    @Test
    void anEngineElsewhereCannotMountOurFolders() {
        for (String host : new String[] {"tcp://10.0.0.7:2375", "ssh://ops@far"}) {
            assertThatThrownBy(() -> EngineSocket.find(Map.of("DOCKER_HOST", host), home))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(host)
                    .hasMessageContaining("can't mount its folders")
                    .hasMessageContaining("DOCKER_HOST=unix:///");
        }
    }

    @Test
    void podmansSocketOfThisUserIsFound() throws Exception {
        Path socket = Files.createDirectories(home.resolve("run/podman")).resolve("podman.sock");
        Files.createFile(socket);

        EngineSocket found =
                EngineSocket.find(Map.of("XDG_RUNTIME_DIR", home.resolve("run").toString()), home);

        // Where this machine has Docker as well, its socket comes first.
        assertThat(found.path()).isIn(socket, Path.of("/var/run/docker.sock"));
    }

    @Test
    void aContextThatSomebodyChoseGoesBeforeTheUsualPlaces() throws Exception {
        Path docker = Files.createDirectories(home.resolve(".docker"));
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"desk\"}");
        Path meta = Files.createDirectories(docker.resolve("contexts/meta").resolve(digest("desk")));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"desk\",\"Endpoints\":{\"docker\":{\"Host\":\"unix:///desk/docker.sock\"}}}");

        EngineSocket found = EngineSocket.find(Map.of(), home);

        assertThat(found.path()).isEqualTo(Path.of("/desk/docker.sock"));
        assertThat(found.said()).contains("context");
    }

    private static String digest(String name) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    }
}
