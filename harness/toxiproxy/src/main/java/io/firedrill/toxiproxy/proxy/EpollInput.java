package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is read from a socket, and how much of it at a time. Every method that reads fails with an {@link IOException} or a {@link
 * java.nio.channels.NotYetConnectedException} when the connection is gone.
 */
final class EpollInput {
    private static final int SMALL = 8 * 1024;

    /** From that size on a read costs more than to splice as much. */
    static final int BULK = 128 * 1024;

    private final Socket socket;
    private final SocketBuffers buffers;
    private int most;
    private int usual = SMALL;

    EpollInput(Socket socket, SocketBuffers buffers) {
        this.socket = socket;
        this.buffers = buffers;
    }

    /** The bytes of the largest read. */
    void most(int bytes) {
        most = bytes;
    }

    /** Whether so little is expected that a copy is cheaper than a buffer of its own. */
    boolean little() {
        return usual <= SMALL;
    }

    /** Whether so much is expected that it is worth a pipe. */
    boolean bulk() {
        return usual >= BULK;
    }

    /** The bytes of a buffer for the next read. */
    int usual() {
        return usual;
    }

    /** The most that the next read into a buffer takes. */
    int room(ByteBuf into) {
        return Math.min(most, into.capacity());
    }

    /** Reads into an empty buffer, and says how many bytes; -1 at the end of the stream. */
    int read(ByteBuf into) throws IOException {
        if (bulk()) {
            buffers.readsBulk();
        }
        int bytes = receive(into, room(into));
        if (bytes > 0) {
            learn(bytes);
        }
        return bytes;
    }

    /** Takes bulk into an empty pipe, and says how many bytes; 0 when there were none, which may be the end of the stream. */
    int read(SplicePipe into) throws IOException {
        buffers.readsBulk();
        int bytes = into.fill(socket);
        if (bytes > 0) {
            learn(bytes);
        }
        return bytes;
    }

    /** The next buffer is half full at least if the next read is like this one, and grows while reads fill it. */
    private void learn(int bytes) {
        if (bytes >= usual) {
            usual = Math.min(most, Math.max(SMALL, 2 * Integer.highestOneBit(bytes)));
        } else if (bytes < usual / 2) {
            usual = Math.max(SMALL, usual / 2);
        }
    }

    private int receive(ByteBuf into, int room) throws IOException {
        if (into.hasMemoryAddress()) {
            return socket.recvAddress(into.memoryAddress(), 0, room);
        }
        ByteBuffer buffer = into.internalNioBuffer(0, room);
        return socket.recv(buffer, buffer.position(), buffer.limit());
    }
}
