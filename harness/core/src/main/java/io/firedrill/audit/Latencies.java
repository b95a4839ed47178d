package io.firedrill.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Latency from the intended time, so that waiting for a blocked client counts. By when the record was intended: in the baseline
 * (before T0), in the outage (T0 to T5) and after it. A record that was never acknowledged, or never delivered, is in no
 * histogram; {@code unserved} counts it.
 */
final class Latencies {
    private static final int DIGITS = 3;

    private record Period(String name, long from, long to, Histogram acknowledged, Histogram delivered) {
        Period(String name, long from, long to) {
            this(name, from, to, new Histogram(DIGITS), new Histogram(DIGITS));
        }
    }

    private Latencies() {}

    /**
     * @param recovered T5 of the first transition, monotonic nanoseconds; {@code Long.MAX_VALUE} when it did not recover
     */
    static Map<String, Result.Latency> of(Dossier dossier, long recovered) {
        List<Period> periods = periods(dossier.story(), recovered);
        List<Runnable> work = new ArrayList<>();
        dossier.facts().sends().all().forEach(sends -> work.add(() -> add(of(dossier, sends, recovered), periods)));
        dossier.crew().all(work);
        Map<String, Result.Latency> latencies = new LinkedHashMap<>();
        for (Period period : periods) {
            latencies.put(
                    "acknowledged-" + period.name(),
                    latency(period.acknowledged(), "from the intended time to the acknowledgement, " + period.name()));
            latencies.put(
                    "delivered-" + period.name(),
                    latency(
                            period.delivered(),
                            "from the intended time to the first delivery to each group, " + period.name()));
        }
        return latencies;
    }

    /** Of what one session sent to one region. */
    private static List<Period> of(Dossier dossier, Sends sends, long recovered) {
        List<Period> periods = periods(dossier.story(), recovered);
        for (int row = 0; row < sends.size(); row++) {
            if (sends.known(row)) {
                record(dossier, sends, row, periods);
            }
        }
        return periods;
    }

    /** At once and not at the end: of a thousand sessions there are never more histograms than threads. */
    private static void add(List<Period> some, List<Period> to) {
        synchronized (to) {
            for (int i = 0; i < to.size(); i++) {
                to.get(i).acknowledged().add(some.get(i).acknowledged());
                to.get(i).delivered().add(some.get(i).delivered());
            }
        }
    }

    private static List<Period> periods(Story story, long recovered) {
        List<Period> periods = new ArrayList<>();
        if (story.headline().isEmpty()) {
            periods.add(new Period("baseline", story.baselineFrom(), Long.MAX_VALUE));
            return periods;
        }
        long t0 = story.headline().get().t0From();
        periods.add(new Period("baseline", story.baselineFrom(), t0));
        periods.add(new Period("outage", t0, recovered));
        if (recovered != Long.MAX_VALUE) {
            periods.add(new Period("after", recovered, Long.MAX_VALUE));
        }
        return periods;
    }

    private static void record(Dossier dossier, Sends sends, int row, List<Period> periods) {
        long intended = sends.intended(row);
        for (int i = 0; i < periods.size(); i++) {
            Period period = periods.get(i);
            if (intended < period.from() || intended >= period.to()) {
                continue;
            }
            if (sends.ok(row)) {
                period.acknowledged().recordValue(Math.max(0, sends.ended(row) - intended));
            }
            int groups = dossier.catalogue().groups().size();
            for (int group = 0; group < groups; group++) {
                long at = dossier.holdings().firstDeliveries(group).get(sends.ref(row));
                if (at != RefTimes.NEVER) {
                    period.delivered().recordValue(Math.max(0, at - intended));
                }
            }
        }
    }

    private static Result.Latency latency(Histogram histogram, String what) {
        return new Result.Latency(
                histogram.getTotalCount(),
                Millis.of(histogram.getValueAtPercentile(50)),
                Millis.of(histogram.getValueAtPercentile(90)),
                Millis.of(histogram.getValueAtPercentile(99)),
                Millis.of(histogram.getValueAtPercentile(99.9)),
                Millis.of(histogram.getTotalCount() == 0 ? 0 : histogram.getMaxValue()),
                what);
    }
}
