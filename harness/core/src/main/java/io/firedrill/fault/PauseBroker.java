package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Freezes brokers, by SIGSTOP or as their platform does it: their TCP connections stay open, new ones are accepted by the operating system, and nothing is answered. Once
 * resumed they go on where they were and learn only then what they missed.
 */
public record PauseBroker(BrokerChoice brokers) implements Fault {

    /** Its word in the language. */
    public static final class Word extends BrokerWord<PauseBroker> {
        /** For the service loader. */
        public Word() {
            super(
                    "pause-broker",
                    PauseBroker.class,
                    "brokers to pause",
                    "freezes brokers (SIGSTOP, on containers the engine's pause), by id or by role: they keep their connections and answer nothing",
                    "{ region: us-east, leader-of: orders/0 }");
        }

        @Override
        protected PauseBroker build(Fields in) {
            return new PauseBroker(choice(in));
        }

        @Override
        protected void check(PauseBroker fault, FaultCheck in) {
            check(fault.brokers(), in);
        }
    }

    @Override
    public String key() {
        return "pause-broker";
    }

    @Override
    public String target() {
        return brokers.target();
    }

    @Override
    public String wording() {
        return brokers.wording() + ": frozen";
    }

    @Override
    public Set<String> takesAway() {
        return brokers.all() ? Set.of(brokers.region()) : Set.of();
    }

    @Override
    public Collection<Wire> watches(Network network) {
        return brokers.watches(network);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        BrokerStrike strike = BrokerStrike.aim(site, brokers);
        if (!strike.paused().isEmpty()) {
            throw new IllegalStateException(
                    String.join(", ", strike.paused()) + " is paused already, so nothing was touched");
        }
        long from = strike.begin();
        lifting.add(() -> new BrokerReturn(site, brokers.region(), lifting).resume(strike.brokers()));
        String mechanism = strike.region().pause(strike.brokers());
        return strike.receipt(this, mechanism + "; connections stay open", from, site.now(), List.of());
    }
}
