package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.BrokerEnd;
import io.firedrill.region.DiskFate;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Brokers are ended and started again at once; it is over when they are in sync. */
public record RestartBroker(BrokerChoice brokers, Ending by) implements Fault {

    /** Its word in the language. */
    public static final class Word extends BrokerWord<RestartBroker> {
        private final Key<Ending> by = optional(
                "by", Scalars.oneOf(Ending.class), Ending.STOP, "stop", "how they are ended: in good order, or killed");

        /** For the service loader. */
        public Word() {
            super(
                    "restart-broker",
                    RestartBroker.class,
                    "brokers to restart",
                    "brokers are stopped or killed, and started again at once",
                    "{ region: us-east, broker: controller, by: kill }");
        }

        @Override
        protected RestartBroker build(Fields in) {
            return new RestartBroker(choice(in), in.get(by));
        }

        @Override
        protected void check(RestartBroker fault, FaultCheck in) {
            check(fault.brokers(), in);
        }
    }

    @Override
    public String key() {
        return "restart-broker";
    }

    @Override
    public String target() {
        return brokers.target();
    }

    @Override
    public String wording() {
        return brokers.wording() + ": " + by.signal() + ", then started again";
    }

    @Override
    public boolean lasts() {
        return false;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        BrokerStrike strike = BrokerStrike.aim(site, brokers);
        BrokerReturn back = new BrokerReturn(site, brokers.region(), lifting);
        AtomicBoolean down = new AtomicBoolean();
        lifting.add(() -> down.getAndSet(false) ? back.restart(strike.brokers()) : "");
        long from = strike.begin();
        down.set(true);
        List<BrokerEnd> ends = by == Ending.STOP
                ? strike.region().stop(strike.brokers(), StopBroker.ENDS_WITHIN)
                : strike.region().kill(strike.brokers(), DiskFate.KEPT).ends();
        FaultReceipt receipt = strike.receipt(this, by.signal() + ", then a start", from, site.now(), ends);
        down.set(false);
        String started = back.restart(strike.brokers());
        return BrokerStrike.with(receipt, (by == Ending.STOP ? StopBroker.endings(ends) + "; " : "") + started);
    }
}
