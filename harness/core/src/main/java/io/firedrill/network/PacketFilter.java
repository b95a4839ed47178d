package io.firedrill.network;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.kafka.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Drops packets between a proxy and those who connect to it, by nftables in the drill's own network namespace. Unlike everything a proxy
 * can do, the two ends hear nothing: they retransmit and time out, as behind a cable that was cut.
 */
public final class PacketFilter {
    /** Of nftables' tables. */
    public static final String FAMILY = "inet";
    /** Ours. */
    public static final String TABLE = "firedrill";

    private static final String CHAIN = "output";
    private static final Pattern HANDLE = Pattern.compile("# handle (\\d+)");
    private static final Pattern COUNTER = Pattern.compile("counter packets (\\d+)");
    private static final long ANSWER_SECONDS = 10;

    private boolean open;

    /**
     * Drops packets from now on.
     *
     * @param wire whose packets
     * @param direction which stream's
     * @param percent of the packets that are lost, 1 to 100
     * @return takes it back
     * @throws IOException the filter refused; outside a namespace of its own nothing is changed
     */
    synchronized Hold.Undo drop(Wire wire, ToxicDirection direction, int percent) throws IOException {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a loss of 1 to 100 percent, not " + percent);
        }
        if (!open) {
            nft("add", "table", FAMILY, TABLE);
            nft("add", "chain", FAMILY, TABLE, CHAIN, "{ type filter hook output priority 0 ; }");
            open = true;
        }
        List<String> command = new ArrayList<>(List.of("--echo", "--handle", "add", "rule", FAMILY, TABLE, CHAIN));
        command.addAll(List.of(packets(wire, direction).split(" ")));
        if (percent < 100) {
            command.addAll(List.of("numgen", "random", "mod", "100", "<", String.valueOf(percent)));
        }
        command.addAll(List.of("counter", "drop"));
        String said = nft(command.toArray(String[]::new));
        Matcher handle = HANDLE.matcher(said);
        if (!handle.find()) {
            throw new IOException("nft gave no handle for its rule: " + said);
        }
        String rule = handle.group(1);
        return () -> nft("delete", "rule", FAMILY, TABLE, CHAIN, "handle", rule);
    }

    /** The packets of one stream of a wire, as nftables writes them. What goes upstream is on its way to the proxy. */
    private static String packets(Wire wire, ToxicDirection direction) {
        HostPort proxy = wire.listen();
        String side = direction == ToxicDirection.UPSTREAM ? "d" : "s";
        return "ip " + side + "addr " + proxy.host() + " tcp " + side + "port " + proxy.port();
    }

    /** How many packets of one stream of a wire the rules that hold now have dropped. */
    synchronized long dropped(Wire wire, ToxicDirection direction) throws IOException {
        if (!open) {
            return 0;
        }
        String packets = packets(wire, direction) + " ";
        return nft("list", "chain", FAMILY, TABLE, CHAIN)
                .lines()
                .filter(line -> line.contains(packets))
                .map(COUNTER::matcher)
                .filter(Matcher::find)
                .mapToLong(counter -> Long.parseLong(counter.group(1)))
                .sum();
    }

    /** Not cut short by an interrupt: what is under way to heal a network must not stop half way. */
    private static String nft(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        // A list of rules fits a pipe many times over, so nothing has to be read before it ends.
        await(process);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.exitValue() != 0) {
            throw new IOException("nft refused " + String.join(" ", arguments) + ": " + said);
        }
        return said;
    }

    private static void await(Process process) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    process.onExit().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException | ExecutionException e) {
                    process.destroyForcibly();
                    throw new UnansweredException("nft did not end within " + ANSWER_SECONDS + " s", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
