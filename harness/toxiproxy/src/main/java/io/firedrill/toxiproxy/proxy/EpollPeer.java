package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * A connection straight on Netty's epoll: a socket and a few flags, where a channel has a pipeline, promises and buffers of its
 * own. All connections of a loop read into one buffer, {@link Worker#scratch}; what the other side takes at once is never
 * copied.
 *
 * <p>It is registered edge-triggered, so a pause costs no system call: {@code readable} remembers an edge until the next read
 * that finds less than it asked for.
 */
final class EpollPeer implements Peer, EpollIoHandle {

    private static final System.Logger LOG = System.getLogger(EpollPeer.class.getName());

    private static final int IN = EpollIoOps.EPOLLIN.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();
    private static final int ERROR = EpollIoOps.EPOLLERR.value();

    /** EPOLLHUP has no constant in Netty; epoll tells it unasked. */
    private static final int HANG_UP = 0x10 | EpollIoOps.EPOLLRDHUP.value() | ERROR;

    private static final EpollIoOps READS =
            EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP).with(EpollIoOps.EPOLLET);
    private static final EpollIoOps READS_AND_WRITES = READS.with(EpollIoOps.EPOLLOUT);

    private final Socket socket;
    private final EpollInput input;
    private final EpollOutput output;
    private @Nullable Worker worker;
    private @Nullable PeerEvents events;
    private @Nullable IoRegistration registration;
    private @Nullable Runnable written;
    private boolean told;
    private boolean started;
    private boolean reading;
    private boolean readable;
    private boolean hungUp;
    private boolean ended;
    private boolean readScheduled;
    private boolean failing;
    private boolean closed;

    /** @param socket connected, with the options it is to have */
    EpollPeer(Socket socket) {
        this.socket = socket;
        SocketBuffers buffers = new SocketBuffers(socket);
        input = new EpollInput(socket, buffers);
        output = new EpollOutput(socket, buffers);
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public boolean open(Worker on, PeerEvents listener) {
        worker = on;
        events = listener;
        input.most(on.room().most());
        var registered = on.loop().register(this);
        if (!registered.isSuccess()) {
            return false;
        }
        registration = registered.getNow();
        registration.submit(READS);
        return true;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        try {
            handle(((EpollIoEvent) event).ops().value());
        } catch (OutOfMemoryError | RuntimeException e) {
            fault(e);
        }
    }

    private void handle(int ops) {
        if (output.waiting() > 0 && (ops & (OUT | ERROR)) != 0) {
            drain();
        }
        if ((ops & HANG_UP) != 0) {
            hungUp = true;
            if ((ended || !started) && (ops & ERROR) != 0) {
                fail();
            }
        }
        if ((ops & (IN | HANG_UP)) != 0 && !ended) {
            readable = true;
            if (reading) {
                read();
            }
        }
    }

    private void fault(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            LOG.log(System.Logger.Level.WARNING, "a connection is cut, since memory is short: {0}", e.toString());
        } else {
            LOG.log(System.Logger.Level.ERROR, "a connection is cut by a fault of this server", e);
        }
        fail();
    }

    private void read() {
        if (closed || (input.bulk() && readBulk())) {
            return;
        }
        // What is kept is read into a buffer of its own, unless it is so little that a copy is cheaper.
        boolean own = !input.little() && opened(events).keeps();
        ByteBuf into = own
                ? opened(worker).buffer(input.usual())
                : opened(worker).scratch().retain();
        int room = input.room(into);
        int bytes;
        try {
            bytes = input.read(into);
        } catch (IOException | NotYetConnectedException e) {
            into.release();
            fail();
            return;
        }
        if (bytes <= 0) {
            into.release();
        }
        if (bytes < 0) {
            ended = true;
            readable = false;
            opened(events).ended();
            return;
        }
        // Less than there was room for is all there is, unless the end or an error comes behind it.
        if (bytes == 0 || (bytes < room && !hungUp)) {
            readable = false;
        }
        if (bytes > 0) {
            opened(events).received(into.setIndex(0, bytes));
            opened(events).receivedAll();
            readOn();
        }
    }

    /** Passes on what came without copying it; false where it is to be read, to learn of the end for example. */
    private boolean readBulk() {
        PeerEvents told = opened(events);
        if (!(told.straightTo() instanceof EpollPeer sink)) {
            return false;
        }
        Pipes pipes = opened(worker).pipes();
        SplicePipe pipe = pipes.take();
        if (pipe == null) {
            return false;
        }
        int bytes;
        try {
            bytes = input.read(pipe);
        } catch (SplicePipe.Refused e) {
            pipes.giveBack(pipe, e);
            return false;
        } catch (IOException | NotYetConnectedException e) {
            pipes.giveBack(pipe);
            fail();
            return true;
        }
        if (bytes == 0) {
            pipes.giveBack(pipe);
            return false;
        }
        told.passed(bytes);
        sink.write(pipe, pipes);
        told.receivedAll();
        readOn();
        return true;
    }

    private void write(SplicePipe pipe, Pipes pipes) {
        if (closed || failing) {
            pipes.giveBack(pipe);
            return;
        }
        try {
            output.write(pipe, pipes);
        } catch (IOException | NotYetConnectedException e) {
            failSoon();
            return;
        }
        if (output.waiting() > 0) {
            tellWhenWritable();
        }
    }

    /** What is still there is read after the other connections had their turn. */
    private void readOn() {
        if (readable && reading && !readScheduled && !closed) {
            readScheduled = true;
            opened(worker).loop().execute(this::readAgain);
        }
    }

    private void readAgain() {
        readScheduled = false;
        if (reading && readable) {
            try {
                read();
            } catch (OutOfMemoryError | RuntimeException e) {
                fault(e);
            }
        }
    }

    @Override
    public void reads(boolean on) {
        started = true;
        reading = on;
        readOn();
    }

    @Override
    public void write(ByteBuf chunk) {
        if (closed || failing) {
            chunk.release();
            return;
        }
        try {
            output.write(chunk);
        } catch (IOException | NotYetConnectedException e) {
            failSoon();
            return;
        }
        if (output.waiting() > 0) {
            tellWhenWritable();
        }
    }

    private void tellWhenWritable() {
        if (!told) {
            told = true;
            opened(registration).submit(READS_AND_WRITES);
        }
    }

    private void drain() {
        try {
            output.drain();
        } catch (IOException | NotYetConnectedException e) {
            fail();
            return;
        }
        opened(events).turned();
        if (output.waiting() == 0 && written != null && !closed) {
            Runnable done = written;
            written = null;
            done.run();
        }
    }

    @Override
    public void flush() {
        // A chunk is sent when it is written.
    }

    @Override
    public boolean writable() {
        return output.waiting() == 0;
    }

    @Override
    public long waiting() {
        return output.waiting();
    }

    @Override
    public void whenWritten(Runnable done) {
        if (output.waiting() > 0) {
            written = done;
        } else if (!closed && !failing) {
            done.run();
        }
    }

    @Override
    public void shutdownOutput() {
        if (closed) {
            return;
        }
        try {
            socket.shutdown(false, true);
        } catch (IOException | NotYetConnectedException e) {
            // It was reset or closed by the other side, of which the next read tells after what came before.
            hungUp = true;
        }
    }

    @Override
    public void resetOnClose() {
        if (closed) {
            // Its descriptor may be another's by now.
            return;
        }
        try {
            socket.setSoLinger(0);
        } catch (IOException e) {
            // The peer was faster, and its socket needs no reset any more.
            close();
        }
    }

    /** What failed inside a call is told after it. */
    private void failSoon() {
        if (!failing) {
            failing = true;
            opened(worker).loop().execute(this::fail);
        }
    }

    private void fail() {
        if (!closed) {
            close();
            opened(events).gone();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        output.discard();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a socket could not be closed: {0}", e.toString());
        }
        // A closed descriptor has left the epoll set by itself.
        if (registration != null) {
            registration.cancel();
        }
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the connection was not opened yet");
        }
        return part;
    }
}
