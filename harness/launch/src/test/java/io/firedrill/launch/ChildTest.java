package io.firedrill.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ChildTest {
    @TempDir
    Path folder;

    @Test
    void halts_whenItsStandardInputEnds() throws Exception {
        Process child = start(List.of(), "waits");
        assertThat(child.inputReader().readLine()).isEqualTo("waits");
        child.getOutputStream().close();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(Child.HARNESS_GONE);
    }

    @Test
    void handsArgumentsAndFailuresThroughUnchanged() throws Exception {
        Process child = start(List.of(), "fails");
        String errors = new String(child.getErrorStream().readAllBytes());
        assertThat(child.waitFor()).isEqualTo(1);
        assertThat(errors).contains("IllegalStateException: on request").doesNotContain("InvocationTargetException");
    }

    @Test
    void samplesJmxFromInside() throws Exception {
        Path samples = folder.resolve("jmx.jsonl");
        Process child = start(
                List.of(
                        "-D" + JmxSampler.FILE + "=" + samples,
                        "-D" + JmxSampler.QUERY + "=java.lang:type=Threading;java.lang:type=Memory",
                        "-D" + JmxSampler.EVERY_MILLIS + "=20"),
                "waits");
        Awaitility.await()
                .until(() -> Files.exists(samples)
                        && Files.readAllLines(samples).stream().anyMatch(line -> line.contains("\"ThreadCount\":")));
        child.destroyForcibly().waitFor();
        assertThat(Files.readAllLines(samples).get(0))
                .startsWith("{\"nanos\":")
                .contains("\"millis\":")
                .contains("\"object\":\"java.lang:type=Threading\",\"attributes\":{");
    }

    @Test
    void notesThatItWasStopped() throws Exception {
        Path stalls = folder.resolve("stalls.jsonl");
        Process child =
                start(List.of("-D" + StallMeter.FILE + "=" + stalls, "-D" + StallMeter.PROCESS + "=a child"), "waits");
        assertThat(child.inputReader().readLine()).isEqualTo("waits");
        signal("STOP", child);
        long stopped = System.nanoTime();
        Awaitility.await().until(() -> System.nanoTime() - stopped > 300_000_000L);
        signal("CONT", child);
        Awaitility.await().until(() -> Files.readAllLines(stalls).stream()
                .anyMatch(
                        line -> line.matches("\\{\"nanos\":\\d+,\"millis\":[2-9]\\d\\d+,\"collectingMillis\":\\d+}")));
        child.destroyForcibly().waitFor();
        assertThat(Files.readAllLines(stalls).get(0)).isEqualTo("{\"process\":\"a child\",\"of\":\"harness\"}");
    }

    @Test
    void leavesTheInputToAProgramThatReadsIt() throws Exception {
        Process child = start(List.of("-D" + Child.READS_INPUT + "=true"), "echoes");
        assertThat(child.inputReader().readLine()).isEqualTo("echoes");
        child.outputWriter().append("a command\n").flush();
        assertThat(child.inputReader().readLine()).isEqualTo("a command");
        child.getOutputStream().close();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                .start()
                .waitFor();
    }

    private static Process start(List<String> options, String argument) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                Program.class.getName(),
                argument));
        return new ProcessBuilder(command).start();
    }

    /** The real program of these tests. */
    public static final class Program {
        public static void main(String[] args) throws Exception {
            System.out.println(args[0]);
            if (args[0].equals("fails")) {
                throw new IllegalStateException("on request");
            }
            if (args[0].equals("echoes")) {
                System.in.transferTo(System.out);
                return;
            }
            new CountDownLatch(1).await();
        }
    }
}
