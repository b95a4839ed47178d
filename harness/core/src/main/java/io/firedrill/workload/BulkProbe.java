package io.firedrill.workload;

import io.firedrill.kafka.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;

/**
 * A connection that moves a known number of bytes over a wire, to a node of Kafka or back from it, by questions that every node answers.
 * What a path lets through is seen so from outside, whoever runs the proxies. Ends when its thread is interrupted. Not thread-safe.
 */
public final class BulkProbe implements AutoCloseable {
    /** Under way at a time: enough for a quick path, and less than buffers on the way hold. */
    private static final int WINDOW_BYTES = 1 << 18;

    private static final int LONGEST_ANSWER = 1 << 20;

    private final SocketChannel channel;
    private final Optional<CanaryWire.Credentials> credentials;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private int correlation;
    private boolean known;

    private BulkProbe(SocketChannel channel, Optional<CanaryWire.Credentials> credentials) {
        this.channel = channel;
        this.credentials = credentials;
        this.known = credentials.isEmpty();
    }

    /**
     * Connects.
     *
     * @param security settings of a Kafka client for PLAINTEXT, or SASL_PLAINTEXT with PLAIN
     */
    public static BulkProbe open(HostPort at, Map<String, String> security) throws IOException {
        return new BulkProbe(SocketChannel.open(at.socketAddress()), CanaryWire.credentials(security));
    }

    /** Which way bytes are moved. */
    public enum Towards {
        /** By long questions. */
        NODE,
        /** By questions whose answers are longer. */
        HERE
    }

    /**
     * What went through.
     *
     * @param bytes of questions that were answered, or of their answers
     * @param nanos from the first question, once it is let in, to the last answer
     * @param closed whether the connection ended before all was through
     */
    public record Carried(long bytes, long nanos, boolean closed) {
        /** Bytes a second. */
        public double rate() {
            return bytes * 1e9 / Math.max(1, nanos);
        }
    }

    /**
     * Moves bytes.
     *
     * @param most how many, at least
     * @param step asks again only when so many have come through; 0: as many are under way as the path takes
     * @throws ClosedByInterruptException its thread was interrupted
     */
    public Carried carry(Towards towards, long most, long step) throws ClosedByInterruptException {
        long began = System.nanoTime();
        long through = 0;
        try {
            logIn();
            began = System.nanoTime();
            // What one question moves; of answers nobody knows how long they are before the first.
            long size = step > 0 ? step : most;
            long each = towards == Towards.NODE ? question(towards, size).remaining() : ask(towards, size);
            through = towards == Towards.NODE ? 0 : each;
            long window = Math.max(1, (step > 0 ? step : WINDOW_BYTES) / each);
            while (through < most) {
                long asked = Math.min(window, (most - through + each - 1) / each);
                for (long i = 0; i < asked; i++) {
                    send(question(towards, size));
                }
                for (long i = 0; i < asked; i++) {
                    int answer = answer();
                    through += towards == Towards.NODE ? each : answer;
                }
            }
            return new Carried(through, System.nanoTime() - began, false);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            return new Carried(through, System.nanoTime() - began, true);
        }
    }

    private ByteBuffer question(Towards towards, long size) {
        int padding = (int) Math.min(size, CanaryWire.LONGEST_PADDING);
        return towards == Towards.NODE
                ? CanaryWire.apiVersions(correlation++, padding)
                : CanaryWire.knownApiVersions(correlation++);
    }

    private int ask(Towards towards, long size) throws IOException {
        send(question(towards, size));
        return answer();
    }

    private void logIn() throws IOException {
        if (!known) {
            send(CanaryWire.saslHandshake(correlation++));
            answer();
            send(CanaryWire.saslAuthenticate(correlation++, credentials.orElseThrow()));
            answer();
            known = true;
        }
    }

    private void send(ByteBuffer frame) throws IOException {
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /** Its bytes, with those that say how many follow. */
    private int answer() throws IOException {
        fill(length.clear());
        int follow = length.getInt(0);
        if (follow < 0 || follow > LONGEST_ANSWER) {
            throw new IOException("an answer of " + follow + " bytes");
        }
        fill(ByteBuffer.allocate(follow));
        return Integer.BYTES + follow;
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the connection was closed");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
