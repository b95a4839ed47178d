package io.firedrill.scenario;

import io.firedrill.scenario.FaultAction.Need;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What brokers, MirrorMaker and proxies of a drill run on. */
public enum PlatformKind {
    /** Processes of this machine. */
    PROCESSES(Map.of(
            Need.OWN_NETWORKS,
            "processes of one machine share its network: say `partition`, `by: drop` for packets that get lost")),
    /** Containers of this machine's engine, and the real Toxiproxy between them. */
    CONTAINERS(
            Map.of(
                    Need.NETWORK_NAMESPACE,
                    "the engine gives containers their network, so packets can't be dropped in one of the drill's own: say `by: blackhole`",
                    Need.MOVABLE_ADDRESSES,
                    "a container keeps the address that it has",
                    Need.OWN_DRAWS,
                    "the real Toxiproxy draws its jitter evenly, by chance: leave `distribution` and `seed` out",
                    Need.TRAFFIC_ACCOUNTS,
                    "the real Toxiproxy counts what went through a connection only when that has ended, and from outside no more than 1 MiB, a second or in all, and no pieces whose delays in 1 MiB come to less than 200 ms, can be told"));

    /** Why brokers on processes take what they take. */
    public static final String UNLIMITED =
            "a process of this machine has no limit of memory or processor time of its own but its heap: run it with"
                    + " --platform containers, or leave the limits out";

    private final Map<Need, String> lacks;

    PlatformKind(Map<Need, String> lacks) {
        this.lacks = lacks;
    }

    /** As the command line and the evidence have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why this platform can't give something on any machine; empty: it can, if the machine can. */
    public Optional<String> lacks(Need need) {
        return Optional.ofNullable(lacks.get(need));
    }
}
