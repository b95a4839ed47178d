package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A pipe of the system through which bytes go from one socket to another without being copied. Confined to one event loop.
 */
final class SplicePipe {

    private static final System.Logger LOG = System.getLogger(SplicePipe.class.getName());

    /** Larger ones take more at a time than stays in the processor's cache. */
    static final int SIZE = 256 * 1024;

    /** EPERM, EINVAL and ENOSYS of Linux, as Netty gives them: the kernel has no splice for these, or a sandbox allows none. */
    private static final Set<Integer> REFUSALS = Set.of(-1, -22, -38);

    private final Splicing splicing;
    private final FileDescriptor out;
    private final FileDescriptor in;
    private int bytes;

    private SplicePipe(Splicing splicing, FileDescriptor out, FileDescriptor in) {
        this.splicing = splicing;
        this.out = out;
        this.in = in;
    }

    /** The system does not splice here. The connections are as they were, and what is in the pipe is still there. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(IOException why) {
            super("the system refuses to splice: " + why.getMessage(), why);
        }
    }

    /**
     * A pipe of {@link #SIZE} bytes.
     *
     * @throws IOException the system gives none, or none so large, perhaps only now
     */
    static SplicePipe open(Splicing splicing) throws IOException {
        FileDescriptor[] ends = splicing.pipe();
        SplicePipe pipe = new SplicePipe(splicing, ends[0], ends[1]);
        if (!PipeSize.set(ends[1].intValue(), SIZE)) {
            pipe.close();
            throw new IOException("the system gives no pipe of " + SIZE + " bytes");
        }
        return pipe;
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
        bytes = splice(from, in, SIZE);
        return bytes;
    }

    /** Gives a socket as much as it takes, and says how much that was. */
    int drain(Socket to) throws IOException {
        int sent = splice(out, to, bytes);
        bytes -= sent;
        return sent;
    }

    private int splice(FileDescriptor from, FileDescriptor to, int most) throws IOException {
        try {
            return splicing.splice(from, to, most);
        } catch (Errors.NativeIoException e) {
            throw REFUSALS.contains(e.expectedErr()) ? new Refused(e) : e;
        }
    }

    /** Copies what is in it into a buffer that is large enough, and is empty then. */
    void copy(ByteBuf into) throws IOException {
        while (bytes > 0) {
            ByteBuffer room = into.internalNioBuffer(into.writerIndex(), bytes);
            int read = out.read(room, room.position(), room.limit());
            if (read <= 0) {
                throw new EOFException(bytes + " bytes that were put into a pipe are not in it");
            }
            into.writerIndex(into.writerIndex() + read);
            bytes -= read;
        }
    }

    /** What is in it is lost. */
    void close() {
        for (FileDescriptor end : new FileDescriptor[] {out, in}) {
            try {
                end.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a pipe could not be closed: {0}", e.toString());
            }
        }
    }
}
