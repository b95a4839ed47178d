package io.firedrill.network;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.kafka.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    public synchronized Hold drop(Wire wire, ToxicDirection direction, int percent) throws IOException {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a loss of 1 to 100 percent, not " + percent);
        }
        if (!open) {
            nft("add", "table", FAMILY, TABLE);
            nft("add", "chain", FAMILY, TABLE, CHAIN, "{ type filter hook output priority 0 ; }");
            open = true;
        }
        List<String> command = new ArrayList<>(List.of("--echo", "--handle", "add", "rule", FAMILY, TABLE, CHAIN));
        HostPort proxy = wire.listen();
        // What goes upstream is on its way to the proxy.
        String side = direction == ToxicDirection.UPSTREAM ? "d" : "s";
        command.addAll(List.of("ip", side + "addr", proxy.host(), "tcp", side + "port", String.valueOf(proxy.port())));
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
        return new Hold(wire, () -> nft("delete", "rule", FAMILY, TABLE, CHAIN, "handle", rule));
    }

    private static String nft(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("nft did not end within " + ANSWER_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while nft ran", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("nft refused " + String.join(" ", arguments) + ": " + said);
        }
        return said;
    }
}
