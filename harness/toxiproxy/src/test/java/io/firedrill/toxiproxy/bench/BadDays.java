package io.firedrill.toxiproxy.bench;

import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a server keeps after many connections, and what clients that do not read cost it. */
final class BadDays {
    private static final int CONNECTIONS = 10_000;
    private static final int DEAF_CLIENTS = 100;
    private static final byte[] BLOCK = new byte[64 * 1024];

    private final Candidate candidate;
    private final Map<String, Double> results;

    BadDays(Candidate candidate, Map<String, Double> results) {
        this.candidate = candidate;
        this.results = results;
    }

    /** Descriptors and threads that ten thousand connections leave behind, half of them ended by a reset. */
    void leftovers() throws Exception {
        try (Upstream upstream = Upstream.answering();
                Candidate.Route route = candidate.to(upstream.port())) {
            comeAndGo(route.port(), 200);
            long threads = candidate.status("Threads");
            long descriptors = settled();
            comeAndGo(route.port(), CONNECTIONS);
            results.put("descriptors that 10,000 connections leave", (double) settled() - descriptors);
            results.put("threads that 10,000 connections leave", (double) candidate.status("Threads") - threads);
        }
    }

    /** The open descriptors, once their number stands still. */
    private long settled() {
        long[] before = {-1};
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(300, TimeUnit.MILLISECONDS)
                .until(() -> before[0] == (before[0] = candidate.descriptors()));
        return before[0];
    }

    private static void comeAndGo(int port, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (Socket client = Candidate.connect(port)) {
                client.getOutputStream().write(1);
                client.getInputStream().read();
                client.setSoLinger(i % 2 == 0, 0);
            }
        }
    }

    /** Resident memory while a hundred clients do not read what their servers send without end. */
    void deaf() throws Exception {
        List<Socket> clients = new ArrayList<>();
        AtomicLong sent = new AtomicLong();
        try (Upstream flood = new Upstream(socket -> {
                    // The kernel's memory is everybody's: leave it alone.
                    socket.setSendBufferSize(BLOCK.length);
                    while (true) {
                        socket.getOutputStream().write(BLOCK);
                        sent.addAndGet(BLOCK.length);
                    }
                });
                Candidate.Route route = candidate.to(flood.port())) {
            for (int i = 0; i < DEAF_CLIENTS; i++) {
                Socket client = new Socket();
                client.setReceiveBufferSize(BLOCK.length);
                client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), route.port()));
                clients.add(client);
            }
            long[] before = {-1};
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(300, TimeUnit.MILLISECONDS)
                    .until(() -> before[0] == (before[0] = sent.get()) && before[0] > 0);
            results.put("resident MB, 100 clients that do not read", candidate.status("VmRSS") / 1024.0);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}
