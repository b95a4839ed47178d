package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every broker of a region is restarted, one after the other; the next one's turn comes when the one before is in sync again. Its
 * effect is that of the first restart; how long each took stands in the receipt.
 */
public record RollingRestart(String region, Ending by) implements Fault {

    /** Its word in the language. */
    public static final class Word extends FaultWord<RollingRestart> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<Ending> by = optional(
                "by", Scalars.oneOf(Ending.class), Ending.STOP, "stop", "how each is ended: in good order, or killed");

        /** For the service loader. */
        public Word() {
            super(
                    "rolling-restart",
                    RollingRestart.class,
                    "a region whose brokers to restart",
                    "all brokers of a region are restarted one after the other, each in sync before the next",
                    "{ region: us-east }");
            shorthand(region);
        }

        @Override
        protected RollingRestart build(Fields in) {
            return new RollingRestart(in.get(region), in.get(by));
        }

        @Override
        protected void check(RollingRestart fault, FaultCheck in) {
            in.region("region", fault.region());
        }
    }

    @Override
    public String key() {
        return "rolling-restart";
    }

    @Override
    public String target() {
        return region;
    }

    @Override
    public String wording() {
        return region + ": each broker in turn, " + by.signal() + ", then started again";
    }

    @Override
    public boolean lasts() {
        return false;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Set<Integer> brokers = new TreeSet<>(site.region(region).running());
        brokers.retainAll(site.region(region).brokers());
        if (brokers.isEmpty()) {
            throw new IllegalStateException("no broker of " + region + " runs, so nothing was touched");
        }
        List<FaultReceipt> receipts = new ArrayList<>();
        List<String> took = new ArrayList<>();
        long from = site.now();
        for (int broker : brokers) {
            long began = site.now();
            BrokerChoice one = new BrokerChoice(region, new BrokerChoice.Which.Ids(List.of(broker)));
            receipts.add(new RestartBroker(one, by).apply(site, lifting));
            took.add(String.format(Locale.ROOT, "broker %d %.1f s", broker, (site.now() - began) / 1e9));
        }
        FaultReceipt first = receipts.get(0);
        List<String> unseen = receipts.stream()
                .filter(receipt -> !receipt.observed())
                .map(FaultReceipt::effect)
                .toList();
        String effect = unseen.isEmpty()
                ? "the canary of each of " + brokers.size()
                        + " brokers stopped being answered in its turn; until it was in sync again it took "
                        + String.join(", ", took)
                : String.join("; ", unseen);
        return new FaultReceipt(
                key(),
                target(),
                "",
                by.signal() + ", then a start, one broker after the other",
                from,
                site.now(),
                receipts.stream().flatMap(receipt -> receipt.touched().stream()).toList(),
                unseen.isEmpty(),
                first.effectFrom(),
                first.effectTo(),
                effect);
    }
}
