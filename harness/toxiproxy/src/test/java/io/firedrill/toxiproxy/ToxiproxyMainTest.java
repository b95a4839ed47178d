package io.firedrill.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToxiproxyMainTest {

    @TempDir
    Path folder;

    private static Process launch(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ToxiproxyMain.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }

    @Test
    void announcesWhereItListensAndServesInASmallHeap() throws Exception {
        Process process = launch("-host", "127.0.0.1", "--port=0", "-seed", "1", "-proxy-metrics");
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            assertThat(line).matches("Toxiproxy listening on 127\\.0\\.0\\.1:[1-9][0-9]+");
            int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            assertThat(new ToxiproxyClient("127.0.0.1", port).version()).contains("2.12.0");
        } finally {
            // Not Process.destroy, which closes the streams.
            process.toHandle().destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
    }

    @Test
    void aTakenPortIsOneSentenceAndExitCodeTwo() throws Exception {
        try (Fixture taken = new Fixture()) {
            assertThat(errorOf("-host", "127.0.0.1", "-port", String.valueOf(taken.port())))
                    .contains("127.0.0.1:" + taken.port())
                    .contains("address already in use");
        }
    }

    @Test
    void theProxiesOfAFileAreThereWhenItListens() throws Exception {
        Path file = folder.resolve("proxies.json");
        Files.writeString(
                file, "[{\"name\":\"db\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:1\",\"enabled\":true}]");
        Process process = launch("-host", "127.0.0.1", "-port", "0", "-config", file.toString());
        try {
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            assertThat(new ToxiproxyClient("127.0.0.1", port).getProxies())
                    .singleElement()
                    .satisfies(proxy -> assertThat(proxy.getUpstream()).isEqualTo("127.0.0.1:1"));
        } finally {
            process.toHandle().destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void proxiesThatCanNotBeMadeAreOneSentenceAndExitCodeTwo() throws Exception {
        Path file = folder.resolve("proxies.json");
        Files.writeString(file, "[{\"name\":\"db\"}]");
        assertThat(errorOf("-port", "0", "-config", file.toString()))
                .contains(file.toString())
                .contains("missing required field: upstream at proxy 1");
        assertThat(errorOf("-port", "0", "-config", folder.resolve("none").toString()))
                .contains("NoSuchFileException")
                .contains(folder.resolve("none").toString());
    }

    private static String errorOf(String... args) throws Exception {
        Process process = launch(args);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(error.lines()).hasSize(1);
        return error;
    }

    @Test
    void flagsTakeOneDashOrTwoAndASpaceOrAnEqualsSign() {
        CommandLine line = CommandLine.parse("-host", "h", "--port=1", "-config", "f", "-seed=-3", "--version");
        assertThat(line).isEqualTo(new CommandLine("h", 1, "f", -3, true));
        assertThat(CommandLine.parse().config()).isEmpty();
        assertThat(CommandLine.parse().host()).isEqualTo("localhost");
        assertThat(CommandLine.parse().port()).isEqualTo(8474);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-port=x", "-port=65536", "-port", "-config", "-nix", "nix"})
    void aWrongFlagIsNamed(String flag) {
        assertThatThrownBy(() -> CommandLine.parse(flag))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(flag.replaceFirst("=.*", ""));
    }
}
