package io.firedrill.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A small shell process that only waits for the harness's end and then kills (SIGKILL, which also ends a stopped
 * process) every child still watched and removes the directories announced. It ignores the terminal's signals and, where
 * {@code setsid} exists, leaves the harness's process group, so that what ends the harness does not end it too.
 *
 * <p>Safe for use by several threads.
 */
public final class Watchdog implements AutoCloseable {
    /** A directory is removed only if it holds a file of this name. */
    public static final String REMOVABLE_MARK = ".firedrill-removable";

    /** Processes are gone at once; large directories take their time. */
    private static final long CLEAR_SECONDS = 60;

    private static final String START =
            """
            trap '' INT HUP TERM QUIT
            if command -v setsid >/dev/null 2>&1; then exec setsid sh -c "$1"; else exec sh -c "$1"; fi
            """;

    private final Process process;
    private final OutputStream input;
    private final BufferedReader answers;

    private Watchdog(Process process) {
        this.process = process;
        this.input = process.getOutputStream();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the watchdog; it needs {@code sh} and nothing else. Once this returns, no signal of a terminal ends it any more. */
    public static Watchdog start() throws IOException {
        Process process = new ProcessBuilder("sh", "-c", START, "firedrill-watchdog", script())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .directory(Path.of("/").toFile())
                .start();
        Watchdog watchdog = new Watchdog(process);
        String said = watchdog.answers.readLine();
        if (!"ready".equals(said)) {
            process.destroyForcibly();
            throw new IOException("the watchdog (pid " + process.pid() + ") said '" + said
                    + "' and not that it is ready; was it killed?");
        }
        return watchdog;
    }

    /** Once this returns, the process is killed when the harness ends, unless {@link #forget} is called before. */
    public synchronized void watch(long pid) throws IOException {
        say("watch " + pid);
        String answer = answers.readLine();
        if (answer == null || !answer.equals("watching " + pid)) {
            throw new IOException("the watchdog (pid " + process.pid() + ") answered '" + answer + "' to 'watch " + pid
                    + "'; was it killed?");
        }
    }

    /** The process has ended, or is somebody else's business from now on. */
    public synchronized void forget(long pid) throws IOException {
        say("forget " + pid);
    }

    /** Has the directory removed when the harness ends, and marks it as removable. */
    public synchronized void removeAtEnd(Path directory) throws IOException {
        Path absolute = oneLine(directory);
        Files.writeString(absolute.resolve(REMOVABLE_MARK), "Firedrill removes this directory when its run ends.\n");
        say("remove " + absolute);
    }

    /** Has {@code sh} run a script when the harness ends, after processes were killed and before directories are removed. */
    public synchronized void runAtEnd(Path script) throws IOException {
        say("run " + oneLine(script));
    }

    /** What the script was for is done. */
    public synchronized void spare(Path script) throws IOException {
        say("spare " + oneLine(script));
    }

    private static Path oneLine(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.toString().indexOf('\n') >= 0) {
            throw new IOException("the watchdog can't be told of a path whose name holds a line end: " + absolute);
        }
        return absolute;
    }

    /** The watchdog's own process, for tests and for diagnosis. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends the watchdog as the harness's end would: what is still watched is killed. Waits for it. */
    @Override
    public synchronized void close() throws IOException {
        input.close();
        try {
            if (!process.waitFor(CLEAR_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the watchdog did not clear up within " + CLEAR_SECONDS + " s of being closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            answers.close();
        }
    }

    private void say(String line) throws IOException {
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    private static String script() {
        try (InputStream script = Watchdog.class.getResourceAsStream("watchdog.sh")) {
            if (script == null) {
                throw new IllegalStateException("watchdog.sh is missing beside " + Watchdog.class.getName());
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
