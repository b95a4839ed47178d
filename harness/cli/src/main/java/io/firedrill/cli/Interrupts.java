package io.firedrill.cli;

import java.util.List;
import java.util.Map;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C and its like while a drill runs. The first asks for an end in order, the second halts this process at once; its
 * children then end by themselves, because their standard input does.
 *
 * <p>A shutdown hook could not do that: once hooks run, the JVM hears no second Ctrl-C, and logging and clients are taken
 * down beside the drill that still needs them.
 */
final class Interrupts implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Runnable first;
    private final Runnable second;

    private Interrupts(Runnable first, Runnable second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Listens until closed.
     *
     * @param first called at the first signal
     * @param second called at every further one
     */
    static Interrupts listen(Runnable first, Runnable second) {
        Interrupts interrupts = new Interrupts(first, second);
        for (String name : SIGNALS) {
            Signal signal = new Signal(name);
            interrupts.before.put(signal, Signal.handle(signal, ignored -> interrupts.signalled()));
        }
        return interrupts;
    }

    /** Whether somebody asked for the end. */
    boolean asked() {
        return asked.get();
    }

    private void signalled() {
        if (asked.compareAndSet(false, true)) {
            first.run();
        } else {
            second.run();
        }
    }

    /** From here on signals do what they did before. */
    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
