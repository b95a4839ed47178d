package io.firedrill.fault;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Network;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a region's services call beside Kafka answers late: handlers take longer for each record, producers come to their next send later.
 * Its effect: the round trip of a canary of its own to the dependency rose by at least 80 % of what was asked.
 *
 * @param latency added to a call, half each way
 * @param jitter of it, either side
 */
public record SlowDependency(String dependency, String region, Duration latency, Duration jitter) implements Fault {

    /** Its word in the language. */
    public static final class Word extends FaultWord<SlowDependency> {
        private final Key<String> dependency =
                required("dependency", Scalars.NAME, "what services call, by the name in their calls:");
        private final Key<String> region = required("region", Scalars.REGION, "where it is slow");
        private final Key<Duration> latency =
                required("latency", Scalars.POSITIVE_DURATION, "added to a call, half each way");
        private final Key<Duration> jitter =
                optional("jitter", Scalars.DURATION, Duration.ZERO, "0s", "of the latency, either side");

        /** For the service loader. */
        public Word() {
            super(
                    "slow-dependency",
                    SlowDependency.class,
                    "a dependency to slow down",
                    "slows down what the services of a region call beside Kafka",
                    "{ dependency: card-service, region: us-east, latency: 200ms }");
        }

        @Override
        protected SlowDependency build(Fields in) {
            return new SlowDependency(in.get(dependency), in.get(region), in.get(latency), in.get(jitter));
        }

        @Override
        protected void check(SlowDependency fault, FaultCheck in) {
            if (in.region("region", fault.region())) {
                List<String> called = in.scenario().dependenciesIn(fault.region());
                if (in.sound("dependency") && !called.contains(fault.dependency())) {
                    in.impossible(
                            "dependency",
                            fault.dependency(),
                            String.join(", ", called),
                            "no service calls '" + fault.dependency() + "' in " + fault.region()
                                    + (called.isEmpty() ? "; a service says by calls: what it calls" : ""));
                }
            }
            if (fault.jitter().compareTo(fault.latency()) > 0) {
                in.impossible(
                        "jitter",
                        fault.jitter().toMillis() + "ms",
                        "at most the latency",
                        "a jitter above the latency would have answers come before their questions");
            }
        }
    }

    @Override
    public String key() {
        return "slow-dependency";
    }

    @Override
    public String target() {
        return region + "." + dependency;
    }

    @Override
    public String wording() {
        return dependency + " in " + region + " takes " + latency.toMillis() + " ms more to answer"
                + (jitter.isZero() ? "" : ", give or take " + jitter.toMillis() + " ms");
    }

    @Override
    public Duration slows() {
        return latency.plus(jitter);
    }

    @Override
    public Collection<Wire> watches(Network network) {
        return network.toDependency(region, dependency).stream().toList();
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Wire wire = site.network()
                .toDependency(region, dependency)
                .orElseThrow(() -> new IllegalStateException(
                        "no service of " + region + " calls " + dependency + ", so nothing was touched"));
        return new SlowedPath(latency, jitter, Map.of(), false)
                .apply(this, "", site, List.of(new Way(wire, ToxicDirection.UPSTREAM)), lifting);
    }
}
