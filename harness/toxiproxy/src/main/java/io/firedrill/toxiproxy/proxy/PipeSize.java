package io.firedrill.toxiproxy.proxy;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.concurrent.CompletableFuture;

/**
 * Sets the size of a pipe, by Linux's {@code fcntl}. To load what calls it takes a tenth of a second, which happens once, beside
 * the event loops, and only in a process that relays bulk.
 */
final class PipeSize {

    private static final System.Logger LOG = System.getLogger(PipeSize.class.getName());

    private static final int SET_PIPE_SIZE = 1031;

    private PipeSize() {}

    /** Whether {@link #set} can be called; the first question begins to load it. */
    static boolean known() {
        return Loading.DONE.getNow(false);
    }

    /** Whether the pipe has that size now. */
    static boolean set(int fd, int bytes) {
        try {
            return Library.fcntl(fd, SET_PIPE_SIZE, bytes) >= bytes;
        } catch (LastErrorException e) {
            LOG.log(System.Logger.Level.DEBUG, "a pipe of {0} bytes was refused: {1}", bytes, e.getMessage());
            return false;
        }
    }

    private static final class Loading {
        static final CompletableFuture<Boolean> DONE = new CompletableFuture<>();

        static {
            Thread loader = new Thread(() -> DONE.complete(load()), "toxiproxy-loads-fcntl");
            loader.setDaemon(true);
            loader.start();
        }

        private static boolean load() {
            try {
                Native.register(Library.class, Platform.C_LIBRARY_NAME);
                return true;
            } catch (LinkageError | RuntimeException e) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "bulk is copied and not spliced, since fcntl can't be called: {0}",
                        e.toString());
                return false;
            }
        }
    }

    private static final class Library {
        static native int fcntl(int fd, int command, int argument) throws LastErrorException;
    }
}
