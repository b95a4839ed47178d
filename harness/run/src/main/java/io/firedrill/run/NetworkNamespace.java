package io.firedrill.run;

import io.firedrill.network.PacketFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace of the drill's own. Packets that a fault drops there are nobody else's, and the rules vanish with the namespace's
 * last process. A process can't move into one later, so the whole drill is started inside ({@link #command}).
 */
public final class NetworkNamespace {
    private static final String PROPERTY = "firedrill.namespace";
    private static final long ASK_SECONDS = 10;

    private NetworkNamespace() {}

    /** Whether this process was started inside one. */
    public static boolean own() {
        return "own".equals(System.getProperty(PROPERTY));
    }

    /** The option of a JVM that is started inside one. */
    public static String option() {
        return "-D" + PROPERTY + "=own";
    }

    /** The command line that runs a program inside a new one, in a session of its own, its loopback up. */
    public static List<String> command(List<String> program) {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                "unshare",
                "--user",
                "--map-root-user",
                "--net",
                "--",
                "sh",
                "-c",
                "ip link set lo up && exec \"$@\"",
                "sh"));
        command.addAll(program);
        return command;
    }

    /** Why this machine can't give one with a packet filter: a sentence that says what to do. Empty when it can. */
    public static Optional<String> unavailable() {
        List<String> check = command(List.of("nft", "add", "table", PacketFilter.FAMILY, PacketFilter.TABLE));
        try {
            Process process =
                    new ProcessBuilder(check).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .strip()
                    .replaceAll("\\s+", " ");
            if (!process.waitFor(ASK_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of(sentence("no answer within " + ASK_SECONDS + " s"));
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(sentence(said));
        } catch (IOException e) {
            return Optional.of(sentence(Sentences.of(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(sentence("interrupted"));
        }
    }

    private static String sentence(String reason) {
        return "a network namespace of the drill's own with a packet filter can't be had here (" + reason
                + "): it takes Linux with user namespaces, unshare (util-linux), ip (iproute2) and nft (nftables);"
                + " without them choose another mechanism, as `by: blackhole`";
    }
}
