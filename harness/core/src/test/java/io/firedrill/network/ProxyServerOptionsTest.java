package io.firedrill.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the benchmark measures is what runs in a drill. */
class ProxyServerOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"toxiproxy-server", "firedrill"})
    void aDrillStartsTheProxyServerAsTheLaunchersDo(String launcher) throws IOException {
        List<String> words =
                List.of(Files.readString(Path.of("../bin").resolve(launcher)).split("[\\s\"\\\\]+"));
        assertThat(words).containsAll(ProxyServer.JVM.arguments());
    }
}
