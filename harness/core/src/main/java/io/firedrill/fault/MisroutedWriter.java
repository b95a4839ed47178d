package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import io.firedrill.scenario.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service writes to a region that does not own its keys, beside its instances elsewhere: somebody deployed it with an old
 * configuration, or started the wrong one. Its effect: that region acknowledges its records.
 */
public record MisroutedWriter(String service, String region) implements Fault {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Its word in the language. */
    public static final class Word extends FaultWord<MisroutedWriter> {
        private final Key<String> service = required("service", Scalars.NAME, "the service");
        private final Key<String> region =
                required("region", Scalars.REGION, "where it writes by mistake; it is deployed there");

        /** For the service loader. */
        public Word() {
            super(
                    "misrouted-writer",
                    MisroutedWriter.class,
                    "a service that writes where it should not",
                    "has a service write to a region that does not own the keys, beside where it writes already",
                    "{ service: order-service, region: us-west }");
        }

        @Override
        protected MisroutedWriter build(Fields in) {
            return new MisroutedWriter(in.get(service), in.get(region));
        }

        @Override
        protected void check(MisroutedWriter fault, FaultCheck in) {
            boolean regionKnown = in.region("region", fault.region());
            if (!in.service("service", fault.service()) || !regionKnown) {
                return;
            }
            ServiceSpec spec = in.scenario().services().get(fault.service());
            if (spec == null) {
                return;
            }
            if (spec.produces().isEmpty()) {
                in.impossible(
                        "service",
                        fault.service(),
                        "a service that produces",
                        fault.service() + " sends nothing, so nothing of it can go astray");
            } else if (!spec.deployedIn().contains(fault.region())) {
                in.impossible(
                        "region",
                        fault.region(),
                        String.join(", ", spec.deployedIn()),
                        fault.service() + " is not deployed in " + fault.region() + ", so it can't write there");
            }
        }
    }

    @Override
    public String key() {
        return "misrouted-writer";
    }

    @Override
    public String target() {
        return service + " in " + region;
    }

    @Override
    public String wording() {
        return service + " writes to " + region + ", which does not own its keys";
    }

    @Override
    public Optional<String> sets() {
        return Optional.of("whether " + service + " writes to " + region);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        if (site.owner().equals(region)) {
            throw new IllegalStateException(
                    region + " owns the keys now, so whoever writes there is not misrouted; nothing was touched");
        }
        FaultSite.Writer before = site.writer(region, service)
                .orElseThrow(() -> new IllegalStateException(
                        "no services run in " + region + ", so " + service + " can't write there"));
        if (before.active()) {
            throw new IllegalStateException(
                    service + " writes to " + region + " already: nobody has told it to stop; nothing was touched");
        }
        lifting.add(() -> stop(site));
        long called = site.now();
        site.startWriter(region, service);
        long returned = site.now();
        long deadline = returned + SEEN_WITHIN.toNanos();
        long acked = 0;
        while (acked == 0 && site.now() < deadline) {
            site.pause(LOOK);
            acked = site.writer(region, service)
                    .map(now -> now.acked() - before.acked())
                    .orElse(0L);
        }
        return new FaultReceipt(
                key(),
                target(),
                "",
                "its producers in " + region + " are told to send",
                called,
                returned,
                List.of("service " + service + " in " + region),
                acked > 0,
                called,
                site.now(),
                acked > 0
                        ? region + " acknowledged " + TouchedPath.count(acked, "record") + " of " + service + " while "
                                + site.owner() + " owned their keys"
                        : region + " acknowledged nothing of " + service + " within " + SEEN_WITHIN.toSeconds()
                                + " s: it may be fenced, or out of reach");
    }

    private String stop(FaultSite site) throws Exception {
        if (!site.stopWriter(region, service)) {
            return "no services run in " + region + " any more";
        }
        long deadline = site.now() + STOPPED_WITHIN.toNanos();
        Optional<FaultSite.Writer> now = site.writer(region, service);
        while (now.filter(FaultSite.Writer::active).isPresent()) {
            if (site.now() > deadline) {
                throw new IllegalStateException(service + " still writes to " + region + " "
                        + STOPPED_WITHIN.toSeconds() + " s after it was told to stop");
            }
            site.pause(LOOK);
            now = site.writer(region, service);
        }
        return service + " does not write to " + region + " any more";
    }
}
