package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.BrokerEnd;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.RegionNodes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * SIGTERM to brokers: each moves its leaderships away and shuts down. One that has not ended in time is killed, and the receipt says
 * so.
 */
public record StopBroker(BrokerChoice brokers) implements Fault {
    static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

    /** Its word in the language. */
    public static final class Word extends BrokerWord<StopBroker> {
        /** For the service loader. */
        public Word() {
            super(
                    "stop-broker",
                    StopBroker.class,
                    "brokers to stop",
                    "SIGTERM to brokers, by id or by role: they shut down in good order",
                    "{ region: us-east, broker: [1, 2] }");
        }

        @Override
        protected StopBroker build(Fields in) {
            return new StopBroker(choice(in));
        }

        @Override
        protected void check(StopBroker fault, FaultCheck in) {
            check(fault.brokers(), in);
        }
    }

    @Override
    public String key() {
        return "stop-broker";
    }

    @Override
    public String target() {
        return brokers.target();
    }

    @Override
    public String wording() {
        return brokers.wording() + ": SIGTERM";
    }

    @Override
    public Optional<String> stops() {
        return brokers.all() ? Optional.of(brokers.region()) : Optional.empty();
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        BrokerStrike strike = BrokerStrike.aim(site, brokers);
        long from = strike.begin();
        lifting.add(() -> new BrokerReturn(site, brokers.region(), lifting).restart(strike.brokers()));
        List<BrokerEnd> ends = strike.region().stop(strike.brokers(), ENDS_WITHIN);
        return BrokerStrike.with(strike.receipt(this, "SIGTERM", from, site.now(), ends), endings(ends));
    }

    /** How they ended: {@code broker 1 ended 1234 ms after SIGTERM}. */
    static String endings(List<BrokerEnd> ends) {
        return ends.stream()
                .map(end -> RegionNodes.word(end.broker()) + " " + end.broker() + " ended "
                        + (end.goneNanos() - end.signalNanos()) / 1_000_000 + " ms after SIGTERM"
                        + (end.orderly() ? "" : ", killed as it did not end by itself"))
                .collect(Collectors.joining(", "));
    }
}
