package io.firedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.run.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ci/nightly} over a library of its own, with a firedrill that notes what it is told to do. */
@EnabledOnOs(OS.LINUX)
class NightlyScriptTest {
    private static final String CAN_NOT = "x.yaml:3:5: stale-dns can't be done on containers: an address stays";

    @TempDir
    private Path root;

    @BeforeEach
    void aCheckout() throws IOException {
        for (String folder : List.of("ci", "harness/bin", "scenarios")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.copy(Installation.find().root().resolve("ci/nightly"), root.resolve("ci/nightly"));
        for (String after : List.of("ci/leftovers", "ci/pit", "ci/mutations")) {
            script(after, "echo ran " + after);
        }
        refuses("");
        Files.writeString(root.resolve("scenarios/plain.yaml"), "scenario: plain\n");
    }

    private void script(String name, String lines) throws IOException {
        Path script = root.resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + lines + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Every drill passes, unless it has to refuse what is not on processes. */
    private void refuses(String sentences) throws IOException {
        script(
                "harness/bin/firedrill",
                """
                echo "$*" >>told
                case "$*" in
                    plan*containers) [ -z "%1$s" ] || { echo "firedrill: %1$s" >&2; exit 2; } ;;
                esac
                """
                        .formatted(sentences));
    }

    private record Ended(int code, String said) {}

    private Ended nightly(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("bash", root.resolve("ci/nightly").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    private List<String> drills() throws IOException {
        return Files.readAllLines(root.resolve("told")).stream()
                .filter(line -> line.startsWith("run "))
                .toList();
    }

    @Test
    void aScenarioRunsOnceMoreWithTheOptionsThatItNames() throws Exception {
        Files.writeString(root.resolve("scenarios/two.yaml"), "# also: --set a.b=c --set d=e\n");

        Ended ended = nightly("two");

        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(drills())
                .containsExactly(
                        "run scenarios/two.yaml --platform processes",
                        "run scenarios/two.yaml --set a.b=c --set d=e --platform processes");
    }

    @Test
    void everyDrillIsToldThePlatform() throws Exception {
        Ended ended = nightly("--platform", "containers");

        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(drills()).containsExactly("run scenarios/plain.yaml --platform containers");
        assertThat(ended.said()).contains("ran ci/leftovers").doesNotContain("ran ci/pit", "ran ci/mutations");
    }

    @Test
    void onProcessesTheMutationsFollow() throws Exception {
        assertThat(nightly().said()).contains("ran ci/pit", "ran ci/mutations");
    }

    @Test
    void mutationsThatNoTestNoticesFailTheNight() throws Exception {
        script("ci/pit", "echo 'ci/pit: 89.9 % of the mutations were noticed' >&2; exit 1");

        Ended ended = nightly();

        assertThat(ended.code()).isNotZero();
        assertThat(ended.said()).contains("89.9 % of the mutations");
    }

    @Test
    void aStepThatThePlatformCanNotDoIsExpectedWhereTheScenarioSaysSo() throws Exception {
        refuses(CAN_NOT);
        Files.writeString(root.resolve("scenarios/refused.yaml"), "# expect on containers: REFUSED\n");

        Ended ended = nightly("--platform", "containers", "refused");

        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said())
                .containsPattern("ok +REFUSED +REFUSED +scenarios/refused.yaml: " + Pattern.quote(CAN_NOT));
        assertThat(drills()).isEmpty();
    }

    @Test
    void elsewhereARefusalIsUnexpected() throws Exception {
        refuses(CAN_NOT);

        Ended ended = nightly("--platform", "containers");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.said())
                .containsPattern("UNEXPECTED +REFUSED +PASS")
                .contains("nightly: 1 of 1 drills gave another verdict than expected");
    }

    @Test
    void whatThisMachineLacksIsNoRefusalOfThePlatform() throws Exception {
        refuses(CAN_NOT + "\nno container engine answers");
        Files.writeString(root.resolve("scenarios/refused.yaml"), "# expect on containers: REFUSED\n");

        Ended ended = nightly("--platform", "containers", "refused");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.said()).containsPattern("UNEXPECTED +not started +REFUSED");
    }
}
