package io.firedrill.run;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.scenario.Endpoint;
import io.firedrill.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;

/** Drops packets on a wire to an upstream that echoes, and prints what two sockets see of it. Run inside a network namespace. */
final class LosingPackets {
    private static final int PATIENCE_MILLIS = 1_000;

    private LosingPackets() {}

    public static void main(String[] args) throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ToxiproxyServer server = new ToxiproxyServer(1);
                ServerSocket upstream = new ServerSocket(0, 10, loopback)) {
            Thread echo = new Thread(() -> echo(upstream), "echo");
            echo.setDaemon(true);
            echo.start();
            Network network = new Network("127.0.0.1", server.start("127.0.0.1", 0));
            Wire wire = new Wire(
                    "a",
                    Set.of(Endpoint.region("a")),
                    Endpoint.broker("b", 1),
                    Listener.LINK,
                    new HostPort("127.0.0.1", 40_000));
            say("opened " + network.open(List.of(wire), new HostPort("127.0.0.1", upstream.getLocalPort())));
            try (Socket socket = connect(wire)) {
                say("before " + answer(socket, 1));
                List<Hold> holds = List.of(
                        network.drop(wire, ToxicDirection.UPSTREAM, 100),
                        network.drop(wire, ToxicDirection.DOWNSTREAM, 100));
                say("dropping " + answer(socket, 2));
                say("connecting " + connecting(wire));
                say("counted " + (network.dropped(wire, ToxicDirection.UPSTREAM) > 0));
                Network.lift(holds);
                socket.setSoTimeout(20_000);
                say("late " + socket.getInputStream().read());
                say("after " + answer(socket, 3));
                lossy(network, wire, socket);
            }
            network.close();
        }
    }

    private static void lossy(Network network, Wire wire, Socket socket) throws IOException {
        try (Socket other = connect(wire)) {
            Hold hold = network.drop(wire, ToxicDirection.DOWNSTREAM, 30);
            other.setSoTimeout(20_000);
            int answers = 0;
            while (network.dropped(wire, ToxicDirection.DOWNSTREAM) == 0) {
                for (int i = 0; i < 10; i++) {
                    answers += answer(other, 5).equals("5") ? 1 : -1_000_000;
                }
            }
            say("lossy " + (answers > 0));
            hold.lift();
            say("clean " + answer(socket, 6));
            say("held " + network.held(wire));
        }
    }

    private static Socket connect(Wire wire) throws IOException {
        Socket socket = new Socket();
        socket.connect(wire.listen().socketAddress(), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static String connecting(Wire wire) throws IOException {
        try (Socket socket = connect(wire)) {
            return "connected";
        } catch (SocketTimeoutException e) {
            return "times out";
        }
    }

    private static String answer(Socket socket, int question) throws IOException {
        socket.getOutputStream().write(question);
        try {
            return String.valueOf(socket.getInputStream().read());
        } catch (SocketTimeoutException e) {
            return "times out";
        }
    }

    private static void say(String text) {
        System.out.println(NetworkNamespaceTest.SEEN + text);
    }

    private static void echo(ServerSocket upstream) {
        while (true) {
            try {
                Socket socket = upstream.accept();
                Thread thread = new Thread(
                        () -> {
                            try (socket) {
                                socket.getInputStream().transferTo(socket.getOutputStream());
                            } catch (IOException e) {
                                say("echo ended: " + e);
                            }
                        },
                        "echo");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed: the program ends
            }
        }
    }
}
