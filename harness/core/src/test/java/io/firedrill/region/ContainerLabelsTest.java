package io.firedrill.region;

import static io.firedrill.region.ContainerLabels.Life.ALIVE;
import static io.firedrill.region.ContainerLabels.Life.DEAD;
import static io.firedrill.region.ContainerLabels.Life.UNTOLD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a container is decides whether it may be removed. */
class ContainerLabelsTest {
    private static final String START = "io.firedrill.harness";

    /** The files of a machine on which process 4711 runs. */
    @TempDir
    private Path root;

    private ThisMachine here;

    @BeforeEach
    void aMachine() throws IOException {
        here = new ThisMachine(root);
        write("etc/machine-id", "0a1b\n");
        write("proc/sys/kernel/random/boot_id", "boot-7\n");
        Files.createDirectories(root.resolve("proc/self/ns"));
        Files.createSymbolicLink(root.resolve("proc/self/ns/pid"), Path.of("pid:[4026531836]"));
        runs(1, "S", 3);
        runs(4711, "S", 8800);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private void runs(long pid, String state, long ticks) throws IOException {
        write("proc/" + pid + "/stat", pid + " (a (b) c) " + state + " 1".repeat(18) + " " + ticks + " 0 0\n");
    }

    private Map<String, String> labels() throws IOException {
        return Map.of(
                ContainerLabels.RUN,
                "0123abcd",
                START,
                "4711@8800",
                "io.firedrill.boot",
                "boot-7",
                "io.firedrill.machine",
                here.machine(),
                "io.firedrill.processes",
                "pid:[4026531836]",
                "io.firedrill.user",
                here.user());
    }

    private ContainerLabels.Life with(String label, String value) throws IOException {
        Map<String, String> labels = new HashMap<>(labels());
        labels.put(label, value);
        return ContainerLabels.life(labels, here);
    }

    @Test
    void aRunOfThisProcessIsAlive() throws Exception {
        Map<String, String> ours = ContainerLabels.of("0123abcd", Path.of("/runs/one"));

        assertThat(ContainerLabels.life(ours, ThisMachine.HERE)).isEqualTo(ALIVE);
        assertThat(ContainerLabels.folder(ours)).isEqualTo("/runs/one");
        assertThat(ours).containsEntry(ContainerLabels.RUN, "0123abcd");
    }

    @Test
    void oneWhoseProcessStartedAtThatTickIsAlive() throws Exception {
        assertThat(ContainerLabels.life(labels(), here)).isEqualTo(ALIVE);
    }

    @Test
    void oneWhoseProcessIsGoneIsDead() throws Exception {
        assertThat(with(START, "4712@8800")).isEqualTo(DEAD);
    }

    @Test
    void oneWhoseProcessEndedAndWasNotAskedForYetIsDead() throws Exception {
        runs(4711, "Z", 8800);

        assertThat(ContainerLabels.life(labels(), here)).isEqualTo(DEAD);
    }

    @Test
    void aProcessThatMerelyGotTheSameIdIsAnother() throws Exception {
        assertThat(with(START, "4711@8801")).isEqualTo(DEAD);
    }

    @Test
    void oneFromBeforeThisMachineWasStartedIsDead() throws Exception {
        assertThat(with("io.firedrill.boot", "boot-6")).isEqualTo(DEAD);
    }

    @Test
    void oneOfAnotherMachineIsLeftAlone() throws Exception {
        Map<String, String> labels = new HashMap<>(labels());
        labels.put("io.firedrill.boot", "boot-of-theirs");
        for (String machine : new String[] {"another", ""}) {
            labels.put("io.firedrill.machine", machine);
            assertThat(ContainerLabels.life(labels, here)).as(machine).isEqualTo(UNTOLD);
        }
        Files.delete(root.resolve("etc/machine-id"));
        assertThat(ContainerLabels.life(labels, here))
                .as("two machines without machine-id")
                .isEqualTo(UNTOLD);
    }

    @Test
    void oneOfAnotherContainerOfThisMachineIsLeftAlone() throws Exception {
        assertThat(with("io.firedrill.processes", "pid:[4026532207]")).isEqualTo(UNTOLD);
    }

    @Test
    void oneOfAnotherUserWhoseProcessesAreHiddenIsLeftAlone() throws Exception {
        Files.delete(root.resolve("proc/1/stat"));
        Files.delete(root.resolve("proc/4711/stat"));

        assertThat(with("io.firedrill.user", "another")).isEqualTo(UNTOLD);
        assertThat(ContainerLabels.life(labels(), here))
                .as("a user sees the own ones")
                .isEqualTo(DEAD);
    }

    @Test
    void whatCannotBeToldIsLeftAlone() throws Exception {
        for (String harness : new String[] {"", "x@1", "7", "7@x", "4711@", "4711@-1"}) {
            assertThat(with(START, harness)).as(harness).isEqualTo(UNTOLD);
        }
        assertThat(ContainerLabels.life(Map.of(), here)).isEqualTo(UNTOLD);
    }

    @Test
    void theMachinesIdIsNotTold() throws Exception {
        assertThat(here.machine()).hasSize(16).doesNotContain("0a1b");
    }
}
