package io.firedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final String CLEAR = "\r\u001b[K";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();

    @Test
    void aLiveLineIsDrawnOverAndStaysBelowEvents() {
        Terminal terminal = terminal(Terminal.Mode.LIVE, 80);
        terminal.live("one");
        terminal.live("two");
        terminal.event("something happened");

        assertThat(said())
                .isEqualTo("\r[   0.0 s] one\u001b[K" + "\r[   0.0 s] two\u001b[K" + CLEAR
                        + "[   0.0 s] something happened\n" + "[   0.0 s] two");
    }

    @Test
    void aLiveLineNeverWraps() {
        terminal(Terminal.Mode.LIVE, 20).live("a very long line that does not fit");

        assertThat(said()).isEqualTo("\r[   0.0 s] a very l\u001b[K");
    }

    @Test
    void clearedTheNextLineStartsOnAnEmptyOne() {
        Terminal terminal = terminal(Terminal.Mode.LIVE, 80);
        terminal.live("one");
        terminal.clear();
        terminal.clear();

        assertThat(said()).endsWith("\u001b[K" + CLEAR);
    }

    @Test
    void elsewhereALiveLineIsPlainAndRare() {
        Terminal terminal = terminal(Terminal.Mode.PLAIN, 0);
        terminal.live("starting");
        pass(Duration.ofSeconds(14));
        terminal.live("still starting");
        pass(Duration.ofSeconds(1));
        terminal.live("waiting");
        terminal.live("waiting more");

        assertThat(said()).isEqualTo("[  15.0 s] waiting\n");
    }

    @Test
    void quietSaysOnlyWhatIsToWorryAbout() {
        Terminal terminal = terminal(Terminal.Mode.QUIET, 80);
        terminal.event("fine");
        terminal.live("fine");
        terminal.warn("not fine");

        assertThat(said()).isEqualTo("[   0.0 s] warning: not fine\n");
    }

    private Terminal terminal(Terminal.Mode mode, int columns) {
        return new Terminal(new PrintStream(err, true, StandardCharsets.UTF_8), mode, columns, now::get);
    }

    private void pass(Duration duration) {
        now.addAndGet(duration.toNanos());
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
