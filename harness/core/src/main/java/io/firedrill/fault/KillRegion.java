package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.DiskFate;
import io.firedrill.region.RegionLoss;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SIGKILL to every broker of a region, to every controller apart from them, to MirrorMaker there and to the worker there. The page cache survives a SIGKILL, so what
 * the disks hold afterwards is said by the scenario. Its effect is the interval in which the canaries on the brokers' link paths
 * stopped being answered: from the earliest moment any of them can have gone to the moment all were known to be gone.
 */
public record KillRegion(String region, DiskFate disks, boolean services) implements Fault {

    /** Its word in the language. */
    public static final class Word extends FaultWord<KillRegion> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<DiskFate> disks = optional(
                "disks",
                Scalars.oneOf(DiskFate.class),
                DiskFate.KEPT,
                "kept",
                "what its disks hold when it comes back: all, what was flushed, or nothing");
        private final Key<Boolean> services =
                optional("services", Scalars.BOOLEAN, true, "true", "whether the services there die with it");

        /** For the service loader. */
        public Word() {
            super(
                    "kill-region",
                    KillRegion.class,
                    "a region to kill",
                    "SIGKILL to the brokers and controllers, MirrorMaker and the worker of a region",
                    "{ region: us-east, disks: kept }");
            shorthand(region);
        }

        @Override
        protected KillRegion build(Fields in) {
            return new KillRegion(in.get(region), in.get(disks), in.get(services));
        }

        @Override
        protected void check(KillRegion fault, FaultCheck in) {
            in.region("region", fault.region());
        }
    }

    @Override
    public String key() {
        return "kill-region";
    }

    @Override
    public String target() {
        return region;
    }

    @Override
    public String wording() {
        return region + ": SIGKILL to its brokers and MirrorMaker" + (services ? " and services" : ", services go on")
                + ", disks " + disksWord();
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
    public boolean losesAcknowledged() {
        return disks != DiskFate.KEPT;
    }

    @Override
    public boolean cutsEnds() {
        return disks != DiskFate.KEPT;
    }

    @Override
    public boolean renewsLogs() {
        return disks == DiskFate.DESTROYED;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        BrokerStrike strike = BrokerStrike.aim(site, BrokerChoice.everyNode(region));
        List<String> others = new ArrayList<>();
        lifting.add(() -> new RegionReturn(region, disks == DiskFate.DESTROYED, services).bringBack(site, lifting));
        long from = site.now();
        // These two return at once; the brokers' kill waits for their end.
        if (services) {
            site.killServices(region).ifPresent(others::add);
        }
        site.mirrorsIn(region).values().forEach(mirror -> {
            if (mirror.isAlive()) {
                others.add(mirror.name());
            }
            mirror.kill();
        });
        // All of them, dead ones too: a region that is lost has lost their disks as well.
        RegionLoss loss = strike.region().kill(strike.region().nodes(), disks);
        FaultReceipt brokers = strike.receipt(
                this,
                "SIGKILL" + (disks == DiskFate.KEPT ? "; the page cache survives" : "; disks " + disksWord()),
                from,
                site.now(),
                loss.ends());
        return new FaultReceipt(
                key(),
                target(),
                "disks: " + disksWord() + ", services: " + (services ? "with the region" : "spared"),
                brokers.mechanism(),
                from,
                brokers.appliedTo(),
                Stream.concat(brokers.touched().stream(), others.stream()).toList(),
                brokers.observed(),
                brokers.effectFrom(),
                brokers.effectTo(),
                brokers.effect());
    }

    /** What the region's disks hold when it comes back, as the scenario says it. */
    private String disksWord() {
        return Scalars.word(disks);
    }
}
