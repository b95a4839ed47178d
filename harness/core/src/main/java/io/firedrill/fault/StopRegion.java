package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.BrokerEnd;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A region is shut down in good order: first its services, then the MirrorMaker there, then all brokers together, then controllers apart from them if any, each by SIGTERM.
 * What does not end in time is killed, and the receipt says so. With its services it begins to be gone when these are asked to end;
 * without them when the first canary fails.
 */
public record StopRegion(String region, boolean services) implements Fault {

    /** Its word in the language. */
    public static final class Word extends FaultWord<StopRegion> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<Boolean> services =
                optional("services", Scalars.BOOLEAN, true, "true", "whether the services there are stopped with it");

        /** For the service loader. */
        public Word() {
            super(
                    "stop-region",
                    StopRegion.class,
                    "a region to stop",
                    "SIGTERM to the worker, MirrorMaker, the brokers and controllers of a region, in this order",
                    "{ region: us-east, services: false }");
            shorthand(region);
        }

        @Override
        protected StopRegion build(Fields in) {
            return new StopRegion(in.get(region), in.get(services));
        }

        @Override
        protected void check(StopRegion fault, FaultCheck in) {
            in.region("region", fault.region());
        }
    }

    @Override
    public String key() {
        return "stop-region";
    }

    @Override
    public String target() {
        return region;
    }

    @Override
    public String wording() {
        return region + ": its " + (services ? "services, " : "") + "MirrorMaker and brokers are shut down"
                + (services ? "" : ", services go on");
    }

    @Override
    public Optional<String> stops() {
        return Optional.of(region);
    }

    @Override
    public boolean sparesServices() {
        return !services;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        BrokerStrike strike = BrokerStrike.aim(site, BrokerChoice.everyNode(region));
        List<String> touched = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        long from = site.now();
        if (services) {
            lifting.add(() -> {
                site.startServices(region);
                return "";
            });
            site.stopServices(region).ifPresent(touched::add);
        }
        for (MirrorMaker mirror : site.mirrorsIn(region).values()) {
            boolean ran = mirror.isAlive();
            lifting.add(() -> {
                mirror.start();
                return "";
            });
            long asked = site.now();
            mirror.stop(StopBroker.ENDS_WITHIN);
            if (ran) {
                touched.add(mirror.name());
                notes.add(mirror.name() + " ended " + (site.now() - asked) / 1_000_000 + " ms after SIGTERM");
            }
        }
        lifting.add(() -> new RegionReturn(region, false, services).bringBackBrokers(site, lifting));
        // All of them, also those that another fault keeps down: the lift lets go of all.
        List<BrokerEnd> ends = strike.region().stop(strike.region().nodes(), StopBroker.ENDS_WITHIN);
        notes.add(StopBroker.endings(ends));
        FaultReceipt brokers = strike.receipt(this, "SIGTERM", from, site.now(), ends);
        touched.addAll(brokers.touched());
        return new FaultReceipt(
                key(),
                target(),
                "services: " + (services ? "stopped first" : "spared"),
                "SIGTERM",
                from,
                brokers.appliedTo(),
                touched,
                brokers.observed(),
                services ? from : brokers.effectFrom(),
                brokers.effectTo(),
                brokers.effect() + "; " + String.join(", ", notes));
    }
}
