package io.firedrill.toxiproxy.bench;

import com.sun.management.OperatingSystemMXBean;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.toxiproxy.Upstream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** What is measured of one candidate, in one pass. */
final class Measures {
    private static final byte[] BLOCK = new byte[128 * 1024];
    private static final int MESSAGE = 512;

    private final Candidate candidate;
    private final long nanos;
    private final Map<String, Double> results = new LinkedHashMap<>();

    private Measures(Candidate candidate, long nanos) {
        this.candidate = candidate;
        this.nanos = nanos;
    }

    /**
     * Everything that can be measured of the candidate.
     *
     * @param only what a measure's name is to hold; empty for all of them
     */
    static Map<String, Double> of(Candidate candidate, double seconds, String only) throws Exception {
        Measures measures = new Measures(candidate, (long) (seconds * 1e9));
        for (Map.Entry<String, Measure> measure : measures.all().entrySet()) {
            if (measure.getKey().contains(only)) {
                measure.getValue().take();
            }
        }
        return measures.results;
    }

    private interface Measure {
        void take() throws Exception;
    }

    private Map<String, Measure> all() {
        Map<String, Measure> all = new LinkedHashMap<>();
        all.put("bulk 1", () -> bulk("bulk MB/s, 1 connection", 1, 0));
        all.put("bulk 16", () -> bulk("bulk MB/s, 16 connections", 16, 0));
        all.put("round trips 1", () -> roundTrips("round trip of 512 B", 1, 0));
        all.put("round trips 50", () -> roundTrips("round trip of 512 B", 50, 0));
        all.put("set-ups", this::setUps);
        if (candidate.apiPort() != 0) {
            all.put("latency 1", () -> roundTrips("beyond latency 20 ms", 1, 20));
            all.put("latency 50", () -> roundTrips("beyond latency 20 ms", 50, 20));
            all.put("bulk through latency", () -> bulk("bulk MB/s through latency 20 ms", 1, 20));
            all.put("bandwidth", this::bandwidth);
            all.put("residence", this::residence);
            BadDays badDays = new BadDays(candidate, results);
            all.put("leftovers", badDays::leftovers);
            all.put("deaf clients", badDays::deaf);
        }
        return all;
    }

    /** Uses every way once and sets thousands of connections up. */
    static void warm(Candidate candidate, double seconds, String only) throws Exception {
        for (String way : new String[] {only, "set-ups", "set-ups", "set-ups"}) {
            var unused = of(candidate, seconds, way);
        }
    }

    /** With a thousand connections that have sent and received. */
    private void residence() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (Upstream echo = Upstream.echo();
                Candidate.Route route = candidate.to(echo.port())) {
            for (int i = 0; i < 1000; i++) {
                sockets.add(Candidate.connect(route.port()));
            }
            for (int round = 0; round < 5; round++) {
                for (Socket socket : sockets) {
                    socket.getOutputStream().write(new byte[MESSAGE]);
                }
                for (Socket socket : sockets) {
                    socket.getInputStream().readNBytes(MESSAGE);
                }
            }
            results.put("resident MB with 1000 connections", candidate.status("VmRSS") / 1024.0);
            results.put("resident MB, most until then", candidate.status("VmHWM") / 1024.0);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static Upstream source() throws IOException {
        return new Upstream(socket -> {
            while (true) {
                socket.getOutputStream().write(BLOCK);
            }
        });
    }

    /**
     * Processor time of the candidate and of the load, in seconds. What one core does in it does not depend on what else
     * runs on the machine, as the time on a clock does.
     */
    private double everybodysCpu() throws IOException {
        OperatingSystemMXBean own = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return candidate.cpuSeconds() + own.getProcessCpuTime() / 1e9;
    }

    /** How many times a second two cores without other work could do what took that much processor time so many times. */
    private static double onTwoCores(double times, double cpuSeconds) {
        return 2 * times / cpuSeconds;
    }

    private void bulk(String name, int connections, long latency) throws Exception {
        try (Upstream source = source();
                Candidate.Route route = candidate.to(source.port())) {
            if (latency > 0) {
                route.proxy().toxics().latency("latency", ToxicDirection.DOWNSTREAM, latency);
            }
            double cpu = candidate.cpuSeconds();
            double everybody = everybodysCpu();
            AtomicLong bytes = new AtomicLong();
            double seconds = parallel(connections, () -> bytes.addAndGet(drain(route.port())));
            results.put(name, bytes.get() / 1e6 / seconds);
            results.put(
                    name.replace("MB/s", "MB/s of two free cores"),
                    onTwoCores(bytes.get() / 1e6, everybodysCpu() - everybody));
            if (candidate.pid() != 0) {
                results.put(name.replace("MB/s", "CPU s/GB"), (candidate.cpuSeconds() - cpu) / (bytes.get() / 1e9));
            }
        }
    }

    private long drain(int port) throws IOException {
        try (Socket socket = Candidate.connect(port)) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[256 * 1024];
            long end = System.nanoTime() + nanos;
            long bytes = 0;
            while (System.nanoTime() - end < 0) {
                bytes += in.read(buffer);
            }
            return bytes;
        }
    }

    private void bandwidth() throws Exception {
        try (Upstream source = source();
                Candidate.Route route = candidate.to(source.port())) {
            route.proxy().toxics().bandwidth("bandwidth", ToxicDirection.DOWNSTREAM, 50_000);
            AtomicLong bytes = new AtomicLong();
            double seconds = parallel(1, () -> bytes.addAndGet(drain(route.port())));
            results.put("bandwidth 50 MB/s gives", bytes.get() / 1e6 / seconds);
        }
    }

    private void roundTrips(String name, int connections, long latency) throws Exception {
        try (Upstream echo = Upstream.echo();
                Candidate.Route route = candidate.to(echo.port())) {
            if (latency > 0) {
                route.proxy().toxics().latency("latency", ToxicDirection.DOWNSTREAM, latency);
            }
            double cpu = candidate.cpuSeconds();
            double everybody = everybodysCpu();
            List<long[]> samples = new ArrayList<>();
            parallel(connections, () -> {
                long[] taken = pingPong(route.port());
                synchronized (samples) {
                    samples.add(taken);
                }
                return null;
            });
            long[] all = samples.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            String of = name + ", " + connections + (connections == 1 ? " connection" : " connections") + ", µs ";
            results.put(of + "p50", all[all.length / 2] / 1e3 - latency * 1e3);
            results.put(of + "p99", all[(int) (all.length * 0.99)] / 1e3 - latency * 1e3);
            if (latency == 0 && connections > 1) {
                results.put(
                        "round trips a second of two free cores, " + connections + " connections",
                        onTwoCores(all.length, everybodysCpu() - everybody));
            }
            if (candidate.pid() != 0) {
                results.put(of + "CPU", (candidate.cpuSeconds() - cpu) * 1e6 / all.length);
            }
        }
    }

    private long[] pingPong(int port) throws IOException {
        try (Socket socket = Candidate.connect(port)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] message = new byte[MESSAGE];
            long[] taken = new long[1 << 20];
            int count = 0;
            long end = System.nanoTime() + nanos;
            long warm = System.nanoTime() + nanos / 4;
            for (long start = System.nanoTime(); start - end < 0 && count < taken.length; ) {
                socket.getOutputStream().write(message);
                in.readFully(message);
                long now = System.nanoTime();
                if (now - warm > 0) {
                    taken[count++] = now - start;
                }
                start = now;
            }
            return Arrays.copyOf(taken, count);
        }
    }

    private void setUps() throws Exception {
        try (Upstream echo = Upstream.echo();
                Candidate.Route route = candidate.to(echo.port())) {
            double cpu = candidate.cpuSeconds();
            double everybody = everybodysCpu();
            AtomicLong count = new AtomicLong();
            double seconds = parallel(4, () -> {
                long end = System.nanoTime() + nanos;
                while (System.nanoTime() - end < 0) {
                    try (Socket socket = Candidate.connect(route.port())) {
                        socket.getOutputStream().write(1);
                        socket.getInputStream().read();
                        count.incrementAndGet();
                    }
                }
                return null;
            });
            results.put("set-ups a second, 4 clients", count.get() / seconds);
            results.put("set-ups a second of two free cores", onTwoCores(count.get(), everybodysCpu() - everybody));
            if (candidate.pid() != 0) {
                results.put("CPU µs a set-up", (candidate.cpuSeconds() - cpu) * 1e6 / count.get());
            }
        }
    }

    private static double parallel(int threads, Callable<?> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(task));
            }
            for (Future<?> one : running) {
                one.get();
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            pool.shutdownNow();
        }
    }
}
