package io.firedrill.toxiproxy.proxy;

import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A pipe of the system through which bytes go from one socket to another without being copied. Confined to one event loop.
 */
final class SplicePipe {

    private static final System.Logger LOG = System.getLogger(SplicePipe.class.getName());

    /** Larger ones take more at a time than stays in the processor's cache. */
    static final int SIZE = 256 * 1024;

    private static final int NO_OFFSET = -1;

    private final FileDescriptor out;
    private final FileDescriptor in;
    private int bytes;

    private SplicePipe(FileDescriptor out, FileDescriptor in) {
        this.out = out;
        this.in = in;
    }

    /** A pipe of {@link #SIZE} bytes, or null where the system gives none so large. */
    static @Nullable SplicePipe open() {
        try {
            FileDescriptor[] ends = FileDescriptor.pipe();
            SplicePipe pipe = new SplicePipe(ends[0], ends[1]);
            if (PipeSize.set(ends[1].intValue(), SIZE)) {
                return pipe;
            }
            pipe.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.INFO, "no pipe to splice with, so bytes are copied: {0}", e);
        }
        return null;
    }

    /** Bytes in it. */
    int bytes() {
        return bytes;
    }

    /**
     * Takes what a socket has, into the empty pipe.
     *
     * @return how many bytes; 0 when there were none, which may be the end of the stream
     */
    int fill(Socket from) throws IOException {
        bytes = Native.splice(from.intValue(), NO_OFFSET, in.intValue(), NO_OFFSET, SIZE);
        return bytes;
    }

    /** Gives a socket as much as it takes, and says how much that was. */
    int drain(Socket to) throws IOException {
        int sent = Native.splice(out.intValue(), NO_OFFSET, to.intValue(), NO_OFFSET, bytes);
        bytes -= sent;
        return sent;
    }

    /** What is in it is lost. */
    void close() {
        for (FileDescriptor end : new FileDescriptor[] {out, in}) {
            try {
                end.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a pipe could not be closed: {0}", e);
            }
        }
    }
}
