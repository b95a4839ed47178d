package io.firedrill.toxiproxy.proxy;

import io.firedrill.toxiproxy.toxic.Chunks;
import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What is written to a socket: sent at once as far as the socket takes it, the rest waits in order. Every method that sends fails
 * with an {@link IOException} or a {@link java.nio.channels.NotYetConnectedException} when the connection is gone.
 */
final class EpollOutput {
    private static final int BULK = EpollInput.BULK / 2;

    private final Socket socket;
    private final SocketBuffers buffers;
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(0);
    private @Nullable SplicePipe pipe;
    private @Nullable Pipes owner;
    private long waiting;

    EpollOutput(Socket socket, SocketBuffers buffers) {
        this.socket = socket;
        this.buffers = buffers;
    }

    /** Bytes that wait since the socket takes no more. */
    long waiting() {
        return waiting;
    }

    /** Takes the chunk over; when sending fails it is released. */
    void write(ByteBuf chunk) throws IOException {
        boolean kept = false;
        try {
            if (chunk.readableBytes() >= BULK) {
                buffers.writesBulk();
            }
            if (waiting == 0) {
                send(chunk);
            }
            if (chunk.isReadable()) {
                ByteBuf rest = Chunks.fit(chunk);
                kept = true;
                waiting += rest.readableBytes();
                queue.add(rest);
            }
        } finally {
            if (!kept) {
                chunk.release();
            }
        }
    }

    /** The same for what is in a pipe, which goes back to its owner when it is empty; only while nothing waits. */
    void write(SplicePipe filled, Pipes pipes) throws IOException {
        pipe = filled;
        owner = pipes;
        try {
            buffers.writesBulk();
            waiting = filled.bytes();
            drain();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            discard();
            throw e;
        }
    }

    /** Sends what waits as far as the socket takes it. */
    void drain() throws IOException {
        if (pipe != null && owner != null && !drain(pipe, owner)) {
            return;
        }
        ByteBuf head;
        while ((head = queue.peek()) != null) {
            waiting -= send(head);
            if (head.isReadable()) {
                return;
            }
            queue.remove().release();
        }
    }

    /** Whether the pipe could be given back, empty or because the system would not splice: then what was in it heads the queue. */
    private boolean drain(SplicePipe filled, Pipes pipes) throws IOException {
        try {
            waiting -= filled.drain(socket);
        } catch (SplicePipe.Refused e) {
            ByteBuf copy = Transport.ALLOCATOR.directBuffer(filled.bytes(), filled.bytes());
            queue.addFirst(copy);
            filled.copy(copy);
            pipe = null;
            pipes.giveBack(filled, e);
            return true;
        }
        if (filled.bytes() > 0) {
            return false;
        }
        pipe = null;
        pipes.giveBack(filled);
        return true;
    }

    /** Releases what waits. */
    void discard() {
        waiting = 0;
        if (pipe != null && owner != null) {
            owner.giveBack(pipe);
            pipe = null;
        }
        queue.forEach(ByteBuf::release);
        queue.clear();
    }

    private int send(ByteBuf chunk) throws IOException {
        int sent;
        if (chunk.hasMemoryAddress()) {
            sent = socket.sendAddress(chunk.memoryAddress(), chunk.readerIndex(), chunk.writerIndex());
        } else {
            ByteBuffer buffer = chunk.internalNioBuffer(chunk.readerIndex(), chunk.readableBytes());
            sent = socket.send(buffer, buffer.position(), buffer.limit());
        }
        chunk.skipBytes(sent);
        return sent;
    }
}
