package io.firedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.run.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code harness/bin/firedrill} in a checkout with a Java and a Maven that only say how they were called. */
class LauncherTest {

    @TempDir
    private Path temp;

    private Path checkout;
    private Path tools;
    private Path launcher;

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void aCheckout() throws IOException {
        checkout = temp.resolve("a checkout"); // with a blank
        tools = Files.createDirectories(temp.resolve("tools"));
        launcher = checkout.resolve("harness/bin/firedrill");
        Files.createDirectories(launcher.getParent());
        Files.copy(Installation.find().root().resolve("harness/bin/firedrill"), launcher);
        write(checkout.resolve("pom.xml"), "<project/>");
        write(checkout.resolve("reports/pom.xml"), "<project/>");
        write(checkout.resolve("harness/cli/pom.xml"), "<project/>");
        write(checkout.resolve("harness/cli/src/main/java/Main.java"), "class Main {}");
        age(checkout);
        java("17.0.1");
        maven(
                """
                mkdir -p harness/cli/target/app/lib harness/kafka/target/kafka-1/libs
                echo build >>"$(dirname "$0")/builds"
                echo jar >harness/cli/target/app/firedrill.jar
                """);
    }

    @Test
    void buildsOnFirstUseThenBecomesJava() throws Exception {
        Ended first = launch("run", "region-loss", "--set", "a=b c");

        assertThat(first.err()).isEqualTo("building Firedrill (first use) ...\n");
        assertThat(first.code()).isZero();
        assertThat(first.out())
                .contains("-cp", "app-1/firedrill.jar", "io.firedrill.cli.Main")
                .endsWith("[run]\n[region-loss]\n[--set]\n[a=b c]\n");
        assertThat(first.out()).contains("[-Dfiredrill.root=" + checkout.toRealPath() + "]");

        Ended second = launch("list");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void theAuditOfLargeEvidenceHasBothCompilers() throws Exception {
        Path small = temp.resolve("small");
        Path large = temp.resolve("large run");
        write(small.resolve("journals/us-east-1/00000.seg"), "a few facts");
        write(large.resolve("journals/us-east-1/00000.seg"), "many facts ".repeat(7_000_000));
        String firstOnly = "[-XX:TieredStopAtLevel=1]";

        assertThat(launch("audit", "--json", large.toString()).out()).doesNotContain(firstOnly);
        assertThat(launch("audit", small.toString()).out()).contains(firstOnly);
        assertThat(launch("audit", "region-loss").out()).contains(firstOnly);
        assertThat(launch("report", large.toString()).out()).contains(firstOnly);
    }

    @Test
    void buildsAgainWhenASourceChangedOrWentAway() throws Exception {
        launch("list");
        write(checkout.resolve("harness/cli/src/main/java/Other.java"), "class Other {}");
        assertThat(launch("list").err()).isEqualTo("building Firedrill (sources changed) ...\n");
        assertThat(builds()).isEqualTo(2);

        Files.delete(checkout.resolve("harness/cli/src/main/java/Other.java"));
        assertThat(launch("list").out()).contains("app-3/firedrill.jar");
        assertThat(builds()).isEqualTo(3);
        assertThat(checkout.resolve("target/firedrill/app-2")).exists(); // a drill may still run from it
        assertThat(checkout.resolve("target/firedrill/app-1")).doesNotExist();
    }

    @Test
    void worksFromAnywhereAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("fd"), Path.of("a checkout/harness/bin/firedrill"));
        Path linkToLink = Files.createSymbolicLink(tools.resolve("fd2"), link);

        Ended ended = launch(Map.of(), linkToLink, "list");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("[-Dfiredrill.root=" + checkout.toRealPath() + "]");
    }

    @Test
    void anOldJavaIsASentence() throws Exception {
        java("11.0.2");

        Ended ended = launch("list");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("needs Java 17 or newer, but", "is version 11.0.2", "JAVA_HOME")
                .hasLineCount(1);
        java("1.8.0_292");
        assertThat(launch("list").err()).contains("is version 1.8.0_292");
    }

    @Test
    void anOldJavaHomeGivesWayToANewerJavaOnThePath() throws Exception {
        Path old = temp.resolve("jdk-11");
        write(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
        script(old.resolve("bin/java"), "echo wrong; exit 9");

        assertThat(launch(Map.of("JAVA_HOME", old.toString()), launcher, "list").code())
                .isZero();
    }

    @Test
    void noJavaIsASentence() throws Exception {
        Files.delete(tools.resolve("java"));

        Ended ended = launch("list");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("found none in JAVA_HOME or on the PATH", "Install a JDK")
                .hasLineCount(1);
    }

    @Test
    void noMavenIsASentenceAndNoLockStays() throws Exception {
        Files.delete(tools.resolve("mvn"));

        Ended ended = launch("list");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("needs Maven (mvn)", "Install it").hasLineCount(1);
        assertThat(checkout.resolve("target/firedrill/lock")).doesNotExist();
    }

    @Test
    void aRuntimeWithoutCompilerIsASentence() throws Exception {
        Files.delete(tools.resolve("bin/javac"));

        assertThat(launch("list").err())
                .contains("has no javac", "Install a JDK")
                .hasLineCount(1);
    }

    @Test
    void aFailedBuildShowsWhatMavenSaidAndIsTriedAgain() throws Exception {
        maven("echo '[INFO] x'; echo '[ERROR] Cat.java:[3,1] cannot find symbol'; exit 1");

        Ended ended = launch("list");

        assertThat(ended.code()).isEqualTo(70);
        assertThat(ended.err()).contains("Cat.java:[3,1] cannot find symbol", "the build failed", "build.log");
        assertThat(ended.err()).doesNotContain("[INFO]");
        assertThat(launch("list").err()).contains("building Firedrill (first use)");
    }

    @Test
    void twoFirstUsesBuildOnce() throws Exception {
        Process one = start(Map.of(), launcher, "list");
        Process other = start(Map.of(), launcher, "list");

        assertThat(end(one).code()).isZero();
        assertThat(end(other).code()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void theLockOfADeadBuildIsTakenOver() throws Exception {
        write(checkout.resolve("target/firedrill/lock/pid"), "4194999\n"); // no machine has that many

        assertThat(launch("list").code()).isZero();
        assertThat(builds()).isEqualTo(1);
        assertThat(checkout.resolve("target/firedrill/lock")).doesNotExist();
    }

    @Test
    void signalsReachJavaBecauseTheLauncherBecameIt() throws Exception {
        launch("list");
        script(tools.resolve("bin/java"), "echo $$; exec cat");
        Process process = start(Map.of(), launcher, "run");
        long pid = Long.parseLong(new String(process.getInputStream().readNBytes(1), StandardCharsets.UTF_8)
                + process.inputReader().readLine());
        process.getOutputStream().close();

        assertThat(pid).isEqualTo(process.pid());
        process.waitFor();
    }

    private int builds() throws IOException {
        return Files.readAllLines(tools.resolve("builds")).size();
    }

    /** A JDK whose java prints each argument on a line of its own. */
    private void java(String version) throws IOException {
        write(tools.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(tools.resolve("bin/java"), "for a in \"$@\"; do echo \"[$a]\"; done");
        script(tools.resolve("bin/javac"), "exit 0");
        Files.deleteIfExists(tools.resolve("java"));
        Files.createSymbolicLink(tools.resolve("java"), Path.of("bin/java"));
    }

    private void maven(String body) throws IOException {
        script(tools.resolve("mvn"), body);
    }

    private static void script(Path file, String body) throws IOException {
        write(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    // Builds compare times, and a file system may tell them by the second.
    private static void age(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3600)));
            }
        }
    }

    private Ended launch(String... args) throws Exception {
        return launch(Map.of(), launcher, args);
    }

    private Ended launch(Map<String, String> environment, Path command, String... args) throws Exception {
        return end(start(environment, command, args));
    }

    private Process start(Map<String, String> environment, Path command, String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of("sh", command.toString()));
        line.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(line).directory(temp.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools + ":" + plainTools());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The usual tools without the machine's own java and mvn. */
    private Path plainTools() throws IOException {
        Path plain = temp.resolve("plain");
        if (!Files.isDirectory(plain)) {
            Files.createDirectories(plain);
            for (String tool : List.of(
                    "sh",
                    "dirname",
                    "basename",
                    "readlink",
                    "find",
                    "du",
                    "head",
                    "sed",
                    "mkdir",
                    "rmdir",
                    "rm",
                    "cp",
                    "mv",
                    "touch",
                    "grep",
                    "sleep",
                    "stty",
                    "cat")) {
                for (String folder : List.of("/bin", "/usr/bin")) {
                    Path file = Path.of(folder, tool);
                    if (Files.exists(file) && !Files.exists(plain.resolve(tool))) {
                        Files.createSymbolicLink(plain.resolve(tool), file);
                    }
                }
            }
        }
        return plain;
    }

    private static Ended end(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }
}
