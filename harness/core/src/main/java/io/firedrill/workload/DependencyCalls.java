package io.firedrill.workload;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service calls for each record, one after the other, each on a connection that is kept: blocking calls, as a handler or a request
 * makes them. For one thread, but for {@link #close}.
 */
final class DependencyCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DependencyCalls.class);
    private static final int QUESTION = 32;
    private static final int ANSWER = Integer.BYTES + 6;

    private final List<Line> lines;
    private volatile boolean closed;

    DependencyCalls(List<WorkerAssignment.DependencyCall> calls) {
        this.lines = calls.stream().map(Line::new).toList();
    }

    /** Asks each once. False: one was not reached or did not answer in time; those after it were not asked. */
    boolean answered() {
        for (Line line : lines) {
            if (closed || !line.answered()) {
                return false;
            }
        }
        return true;
    }

    /** Hangs up; a call that is under way is not answered. */
    @Override
    public void close() {
        closed = true;
        lines.forEach(Line::hangUp);
    }

    /** The connection to one dependency. */
    private final class Line {
        private final WorkerAssignment.DependencyCall call;
        private final byte[] answer = new byte[ANSWER];
        private volatile @Nullable Socket socket;

        Line(WorkerAssignment.DependencyCall call) {
            this.call = call;
        }

        boolean answered() {
            long deadline = System.nanoTime() + call.atMost().toNanos();
            try {
                Socket open = open(deadline);
                DataOutputStream out = new DataOutputStream(open.getOutputStream());
                byte[] question = new byte[Integer.BYTES + QUESTION];
                question[Integer.BYTES - 1] = QUESTION;
                out.write(question);
                open.setSoTimeout(left(deadline));
                new DataInputStream(open.getInputStream()).readFully(answer);
                return true;
            } catch (IOException e) {
                // An answer that comes later would be taken for that of the next question.
                hangUp();
                LOG.debug("{} did not answer within {}: {}", call.dependency(), call.atMost(), e.toString());
                return false;
            }
        }

        private Socket open(long deadline) throws IOException {
            Socket known = socket;
            if (known != null) {
                return known;
            }
            Socket fresh = new Socket();
            socket = fresh;
            if (closed) {
                // Whoever closes sees the socket, or this sees that it is closed.
                throw new IOException("hung up");
            }
            fresh.setTcpNoDelay(true);
            int colon = call.endpoint().lastIndexOf(':');
            fresh.connect(
                    new InetSocketAddress(
                            call.endpoint().substring(0, colon),
                            Integer.parseInt(call.endpoint().substring(colon + 1))),
                    left(deadline));
            return fresh;
        }

        void hangUp() {
            Socket known = socket;
            socket = null;
            if (known != null) {
                try {
                    known.close();
                } catch (IOException e) {
                    LOG.debug("the connection to {} did not close: {}", call.dependency(), e.toString());
                }
            }
        }

        /** Milliseconds, at least one: zero would mean for ever. */
        private int left(long deadline) {
            return (int)
                    Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis());
        }
    }
}
