package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.DiskFate;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import java.util.Optional;

/** SIGKILL to brokers; the page cache survives, so their disks keep everything. A broker that is paused is killed as well. */
public record KillBroker(BrokerChoice brokers) implements Fault {

    /** Its word in the language. */
    public static final class Word extends BrokerWord<KillBroker> {
        /** For the service loader. */
        public Word() {
            super(
                    "kill-broker",
                    KillBroker.class,
                    "brokers to kill",
                    "SIGKILL to brokers, by id or by role",
                    "{ region: us-east, broker: 1 }");
        }

        @Override
        protected KillBroker build(Fields in) {
            return new KillBroker(choice(in));
        }

        @Override
        protected void check(KillBroker fault, FaultCheck in) {
            check(fault.brokers(), in);
        }
    }

    @Override
    public String key() {
        return "kill-broker";
    }

    @Override
    public String target() {
        return brokers.target();
    }

    @Override
    public String wording() {
        return brokers.wording() + ": SIGKILL";
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
        var loss = strike.region().kill(strike.brokers(), DiskFate.KEPT);
        return strike.receipt(this, "SIGKILL; the page cache survives", from, site.now(), loss.ends());
    }
}
