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
 * Takes brokers off the network, as a cable that is pulled or a host that vanishes: what they say goes nowhere, nothing is refused, and they
 * run on. The harness goes on to see them. All of a region's brokers are the region, as far as Kafka goes: its MirrorMaker, its services and what
 * they call keep their networks, and so do controllers apart.
 */
public record DisconnectBroker(BrokerChoice brokers) implements Fault {

    /** Its word in the language. */
    public static final class Word extends BrokerWord<DisconnectBroker> {
        /** For the service loader. */
        public Word() {
            super(
                    "disconnect-broker",
                    DisconnectBroker.class,
                    "brokers to take off the network",
                    "takes brokers off the network, by id or by role: packets get lost, nothing is refused, and they run on; MirrorMaker and services stay on it",
                    "{ region: us-east, broker: 2 }");
        }

        @Override
        protected DisconnectBroker build(Fields in) {
            return new DisconnectBroker(choice(in));
        }

        @Override
        protected void check(DisconnectBroker fault, FaultCheck in) {
            check(fault.brokers(), in);
        }
    }

    @Override
    public String key() {
        return "disconnect-broker";
    }

    @Override
    public String target() {
        return brokers.target();
    }

    @Override
    public String wording() {
        return brokers.wording() + ": off the network";
    }

    @Override
    public Set<String> takesAway() {
        return brokers.all() ? Set.of(brokers.region()) : Set.of();
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.OWN_NETWORKS);
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
                    String.join(", ", strike.paused()) + " is paused, so nobody would miss it; nothing was touched");
        }
        long from = strike.begin();
        lifting.add(() -> new BrokerReturn(site, brokers.region(), lifting).reconnect(strike.brokers()));
        strike.region().disconnect(strike.brokers());
        return strike.receipt(this, "taken off its container network", from, site.now(), List.of());
    }
}
