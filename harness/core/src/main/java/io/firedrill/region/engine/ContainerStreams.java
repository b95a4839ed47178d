package io.firedrill.region.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * Standard input and output of a container, over a connection to the engine. When this process ends, the container's standard input does:
 * the engine closes it with the connection. One thread at a time may read, and one may write. As with every channel of the JDK, an
 * interrupted thread that reads or writes breaks the connection.
 */
public final class ContainerStreams {
    private static final int HEAD = 8;

    private final SocketChannel channel;
    private final InputStream output = new Output();
    private final OutputStream input = new Input();

    /** @param channel a connection that was taken over */
    ContainerStreams(SocketChannel channel) {
        this.channel = channel;
    }

    /** What is written here the container reads. Closing it ends both streams. */
    public OutputStream input() {
        return input;
    }

    /** What the container wrote; at its end the connection is closed. */
    public InputStream output() {
        return output;
    }

    private final class Input extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Takes the frames apart ({@link Frames}). */
    private final class Output extends InputStream {
        private long left;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            while (left == 0) {
                if (!nextFrame()) {
                    channel.close();
                    return -1;
                }
            }
            int read = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)));
            if (read < 0) {
                throw new EOFException("the container engine broke off within what the container said");
            }
            left -= read;
            return read;
        }

        /** False: nothing comes any more. */
        private boolean nextFrame() throws IOException {
            ByteBuffer head = ByteBuffer.allocate(HEAD);
            while (head.hasRemaining()) {
                if (channel.read(head) < 0) {
                    return false;
                }
            }
            left = Integer.toUnsignedLong(head.getInt(HEAD - Integer.BYTES));
            return true;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
