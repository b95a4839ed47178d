package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.Credentials;
import io.firedrill.region.Region;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Changes the password of a region's services at its brokers, and not where the services have it from, as a rotation gone wrong does.
 * Brokers ask for it on new connections only; those that are open live on until they authenticate anew (the broker setting {@code
 * connections.max.reauth.ms}, off by default) or break. So the connections on the region's client paths are closed once, unless the
 * scenario leaves them. Its effect: the services are not let in.
 */
public record BadCredential(String region, Connections connections) implements Fault {
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(10);
    private static final Duration ADMITTED_WITHIN = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration STANDSTILL = Duration.ofSeconds(2);

    /** What becomes of connections that are open. */
    public enum Connections {
        /** Closed once; who comes back has to log in. */
        CLOSED,
        /** Left alone. */
        KEPT
    }

    /** Its word in the language. */
    public static final class Word extends FaultWord<BadCredential> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<Connections> connections = optional(
                "connections",
                Scalars.oneOf(Connections.class),
                Connections.CLOSED,
                "closed",
                "what becomes of connections that are open: closed once, or kept as long as they hold");

        /** For the service loader. */
        public Word() {
            super(
                    "bad-credential",
                    BadCredential.class,
                    "a region whose services have a wrong password",
                    "changes the password of a region's services at its brokers",
                    "{ region: us-east }");
            shorthand(region);
        }

        @Override
        protected BadCredential build(Fields in) {
            return new BadCredential(in.get(region), in.get(connections));
        }

        @Override
        protected void check(BadCredential fault, FaultCheck in) {
            in.region("region", fault.region());
        }
    }

    @Override
    public String key() {
        return "bad-credential";
    }

    @Override
    public String target() {
        return region;
    }

    @Override
    public String wording() {
        return region + ": the password of its services is changed, open connections are " + Scalars.word(connections);
    }

    @Override
    public Optional<String> sets() {
        return Optional.of("the password of the services of " + region);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Region brokers = site.region(region);
        Optional<String> before = brokers.refusal(Credentials.SERVICES);
        if (before.isPresent()) {
            throw new IllegalStateException("the services of " + region + " are not let in already: " + before.get());
        }
        lifting.add(() -> {
            brokers.admit(Credentials.SERVICES, ADMITTED_WITHIN);
            return "the password is the old one again and every broker of " + region + " lets a client in with it";
        });
        long called = site.now();
        site.cluster(region).setPassword(Credentials.SERVICES, Credentials.randomPassword());
        Optional<String> refusal = awaitRefusal(site, brokers);
        if (refusal.isPresent() && connections == Connections.CLOSED) {
            site.dropClientConnections(region);
        }
        long returned = site.now();
        String effect = refusal.isEmpty()
                ? "a login with the old password still succeeds after " + REFUSED_WITHIN.toSeconds() + " s"
                : "a login as " + Credentials.SERVICES + " is refused (" + refusal.get() + "); " + load(site);
        return new FaultReceipt(
                key(),
                target(),
                "connections: " + Scalars.word(connections),
                "alterUserScramCredentials"
                        + (connections == Connections.CLOSED ? ", connections on the client paths closed once" : ""),
                called,
                returned,
                List.of("user " + Credentials.SERVICES + " in " + region),
                refusal.isPresent(),
                called,
                returned,
                effect);
    }

    private Optional<String> awaitRefusal(FaultSite site, Region brokers) throws Exception {
        long deadline = site.now() + REFUSED_WITHIN.toNanos();
        Optional<String> refusal = brokers.refusal(Credentials.SERVICES);
        while (refusal.isEmpty() && site.now() < deadline) {
            site.pause(LOOK);
            refusal = brokers.refusal(Credentials.SERVICES);
        }
        return refusal;
    }

    /** What it does to the load; says so also where it does nothing yet. */
    private String load(FaultSite site) throws InterruptedException {
        Optional<LoadTotals> from = LoadTotals.of(site, region);
        if (from.isEmpty()) {
            return "no service is active in " + region + ", so nobody missed it yet";
        }
        site.pause(STANDSTILL);
        LoadTotals.Window window =
                LoadTotals.of(site, region).orElse(from.get()).since(from.get());
        return connections == Connections.KEPT
                ? "on the connections that were open " + window.acknowledged()
                : "since their connections were closed " + window.acknowledged();
    }
}
