package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.Credentials;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A client quota on the user of a region's services, as a cautious operator of a shared cluster sets it. A quota holds for each broker.
 * Its effect: less is acknowledged than is due, or consumers fall behind, while before they kept up.
 *
 * @param produce bytes a second and broker that the services may send
 * @param consume bytes a second and broker that they may read
 * @param request share of a broker's threads that their requests may take
 */
public record Quota(String region, Optional<Long> produce, Optional<Long> consume, Optional<Double> request)
        implements Fault {
    private static final Duration BEFORE = Duration.ofSeconds(1);
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final int WINDOWS = 10;
    private static final int BACK_WINDOWS = 30;

    /** How much of what is due must be missing, or pile up, to be the quota's work. */
    private static final double NOTICEABLE = 0.1;

    /** Its word in the language. */
    public static final class Word extends FaultWord<Quota> {
        private static final String SIZE = "a size a second from 1B, such as 64KiB";

        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<Optional<Long>> produce = maybe(
                "produce",
                Scalars.size(1, 1L << 40, SIZE),
                "no limit",
                "what the services may send to a broker in a second");
        private final Key<Optional<Long>> consume = maybe(
                "consume",
                Scalars.size(1, 1L << 40, SIZE),
                "no limit",
                "what the services may read from a broker in a second");
        private final Key<Optional<Double>> request = maybe(
                "request",
                Scalars.RATIO,
                "no limit",
                "share of a broker's threads that the services' requests may take");

        /** For the service loader. */
        public Word() {
            super(
                    "quota",
                    Quota.class,
                    "a region whose services get a quota",
                    "client quotas on the user of a region's services",
                    "{ region: us-east, produce: 16KiB }");
        }

        @Override
        protected Quota build(Fields in) {
            return new Quota(in.get(region), in.get(produce), in.get(consume), in.get(request));
        }

        @Override
        protected void check(Quota fault, FaultCheck in) {
            in.region("region", fault.region());
            if (fault.limits().isEmpty()) {
                in.impossible("", "", "produce, consume, request", "a quota limits something");
            }
        }
    }

    @Override
    public String key() {
        return "quota";
    }

    @Override
    public String target() {
        return region;
    }

    @Override
    public String wording() {
        return region + ": its services may no more than " + parameters() + " at each broker";
    }

    @Override
    public Optional<String> sets() {
        return Optional.of("the quotas of the services of " + region);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Cluster cluster = site.cluster(region);
        Optional<LoadTotals> first = LoadTotals.of(site, region);
        if (first.isEmpty()) {
            throw new IllegalStateException("no service is active in " + region + ", so nobody is under the quota");
        }
        site.pause(BEFORE);
        boolean keptUp = look(site, first.get()).keptUp();
        Map<String, Double> before = cluster.quotas(Credentials.SERVICES);
        lifting.add(() -> awaitKeepingUp(site));
        lifting.add(() -> restore(cluster, before));
        Map<String, Optional<Double>> quotas = new LinkedHashMap<>();
        limits().forEach((name, limit) -> quotas.put(name, Optional.of(limit)));
        long called = site.now();
        cluster.setQuotas(Credentials.SERVICES, quotas);
        long returned = site.now();
        Optional<String> held = Optional.empty();
        for (int window = 0; window < WINDOWS && held.isEmpty(); window++) {
            LoadTotals from = LoadTotals.of(site, region).orElse(first.get());
            site.pause(WINDOW);
            held = throttled(look(site, from));
        }
        String effect = !keptUp
                ? "the services did not keep up before, so what the quota holds back could not be seen"
                : held.orElse("the services keep up under the quota: it is above what they need");
        return new FaultReceipt(
                key(),
                target(),
                parameters(),
                "alterClientQuotas on user " + Credentials.SERVICES,
                called,
                returned,
                List.of("user " + Credentials.SERVICES + " in " + region),
                keptUp && held.isPresent(),
                called,
                site.now(),
                effect);
    }

    private LoadTotals.Window look(FaultSite site, LoadTotals from) {
        return LoadTotals.of(site, region).orElse(from).since(from);
    }

    /** What shows that somebody is held back. */
    private Optional<String> throttled(LoadTotals.Window window) {
        boolean writes = produce.isPresent() || request.isPresent();
        boolean reads = consume.isPresent() || request.isPresent();
        if (writes && window.acked() < (1 - NOTICEABLE) * window.intended()) {
            return Optional.of(window.acknowledged());
        }
        if (reads && window.lag() > NOTICEABLE * Math.max(1, window.delivered())) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "consumers read %.0f records/s and fell behind by %d in %.1f s",
                    window.deliveredPerSecond(),
                    window.lag(),
                    window.seconds()));
        }
        return Optional.empty();
    }

    private String restore(Cluster cluster, Map<String, Double> before) throws Exception {
        Map<String, Optional<Double>> quotas = new LinkedHashMap<>();
        limits().keySet().forEach(name -> quotas.put(name, Optional.ofNullable(before.get(name))));
        cluster.setQuotas(Credentials.SERVICES, quotas);
        return "the quotas of user " + Credentials.SERVICES + " in " + region + " are what they were";
    }

    private String awaitKeepingUp(FaultSite site) throws Exception {
        for (int window = 0; window < BACK_WINDOWS; window++) {
            Optional<LoadTotals> from = LoadTotals.of(site, region);
            site.pause(WINDOW);
            LoadTotals.Window now = from.map(then -> look(site, then)).orElse(new LoadTotals.Window(0, 0, 0, 0, 0));
            if (now.intended() == 0) {
                return "no sends were due by which to see it";
            }
            if (now.keptUp()) {
                return now.acknowledged();
            }
        }
        throw new IllegalStateException("the services of " + region + " do not keep up although the quota is lifted");
    }

    /** By Kafka's names. */
    private Map<String, Double> limits() {
        Map<String, Double> limits = new LinkedHashMap<>();
        produce.ifPresent(bytes -> limits.put("producer_byte_rate", (double) bytes));
        consume.ifPresent(bytes -> limits.put("consumer_byte_rate", (double) bytes));
        request.ifPresent(share -> limits.put("request_percentage", share * 100));
        return limits;
    }

    private String parameters() {
        StringBuilder text = new StringBuilder();
        limits().forEach((name, limit) -> text.append(text.length() == 0 ? "" : ", ")
                .append(name)
                .append(' ')
                .append(String.format(Locale.ROOT, limit == Math.rint(limit) ? "%.0f" : "%s", limit)));
        return text.toString();
    }
}
