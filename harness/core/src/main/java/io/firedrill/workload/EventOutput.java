package io.firedrill.workload;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Writes events as lines, on a thread of its own, so that a conductor that reads slowly never delays what is measured. When
 * ten thousand wait, stats are dropped and other events block their caller.
 */
final class EventOutput {

    private static final int CAPACITY = 10_000;

    /** An empty one is the end. */
    private final BlockingQueue<Optional<WorkerEvent>> waiting = new LinkedBlockingQueue<>(CAPACITY);

    private final PrintStream out;
    private final Runnable onBroken;
    private final Thread thread = new Thread(this::run, "events");

    /**
     * @param onBroken called when nobody reads any more
     */
    EventOutput(OutputStream out, Runnable onBroken) {
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.onBroken = onBroken;
        this.thread.setDaemon(true);
        this.thread.start();
    }

    void emit(WorkerEvent event) {
        if (event instanceof WorkerEvent.Stats) {
            boolean taken = waiting.offer(Optional.of(event));
            if (!taken) {
                return;
            }
        } else {
            putWhateverHappens(Optional.of(event));
        }
    }

    /** Returns when everything that was emitted is written. */
    void finish() throws InterruptedException {
        putWhateverHappens(Optional.empty());
        thread.join();
    }

    private void putWhateverHappens(Optional<WorkerEvent> event) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.put(event);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (Optional<WorkerEvent> event = waiting.take(); event.isPresent(); event = waiting.take()) {
                out.print(WorkerProtocol.write(event.get()) + "\n");
                // Flushes, and says whether anybody is still reading.
                if (out.checkError()) {
                    onBroken.run();
                    return;
                }
            }
        } catch (InterruptedException e) {
            onBroken.run();
        }
    }
}
