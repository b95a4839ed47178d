package io.firedrill.launch;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * What the services of a drill call beside Kafka, such as a card service: {@code java ... DependencyService HOST:PORT...}, one address for
 * each dependency. It takes frames, each a length of four bytes (big-endian) and that many bytes, and answers every one at once with a
 * frame of six: a count of the questions on this connection (four bytes) and zero (two bytes). Whatever slows it down lies on the way to it.
 *
 * <p>Once it listens everywhere it says {@code listening} on standard output.
 */
public final class DependencyService {
    private static final int LONGEST = 1 << 20;
    private static final int ANSWER = 6;
    private static final int BACKLOG = 256;

    private DependencyService() {}

    /**
     * Listens until the process ends.
     *
     * @throws IOException an address is taken
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<Thread> doors = new ArrayList<>();
        for (String address : args) {
            int colon = address.lastIndexOf(':');
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(
                    new InetSocketAddress(
                            InetAddress.getByName(address.substring(0, colon)),
                            Integer.parseInt(address.substring(colon + 1))),
                    BACKLOG);
            doors.add(new Thread(() -> listen(server), "dependency-" + address));
        }
        doors.forEach(Thread::start);
        System.out.println("listening");
        for (Thread door : doors) {
            door.join();
        }
    }

    private static void listen(ServerSocket server) {
        try (server) {
            while (true) {
                Socket caller = server.accept();
                Thread thread = new Thread(() -> serve(caller), "caller-" + caller.getRemoteSocketAddress());
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            System.err.println(
                    "the dependency at " + server.getLocalSocketAddress() + " takes no calls any more: " + e);
        }
    }

    private static void serve(Socket caller) {
        try (caller) {
            caller.setTcpNoDelay(true);
            DataInputStream questions = new DataInputStream(new BufferedInputStream(caller.getInputStream()));
            DataOutputStream answers = new DataOutputStream(caller.getOutputStream());
            byte[] answer = new byte[Integer.BYTES + ANSWER];
            answer[Integer.BYTES - 1] = ANSWER;
            for (int count = 1; ; count++) {
                int length = questions.readInt();
                if (length < 0 || length > LONGEST) {
                    throw new IOException("a question of " + length + " bytes; at most " + LONGEST);
                }
                questions.skipNBytes(length);
                for (int i = 0; i < Integer.BYTES; i++) {
                    answer[Integer.BYTES + i] = (byte) (count >>> 8 * (Integer.BYTES - 1 - i));
                }
                answers.write(answer);
            }
        } catch (EOFException e) {
            // The caller has no more questions.
        } catch (IOException e) {
            System.err.println("a call from " + caller.getRemoteSocketAddress() + " broke: " + e);
        }
    }
}
