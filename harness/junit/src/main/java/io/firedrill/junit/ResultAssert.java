package io.firedrill.junit;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the result of a drill. What could not be measured never satisfies one. A figure with an error bar satisfies a
 * limit if the whole bar does.
 */
public final class ResultAssert extends AbstractAssert<ResultAssert, Result> {

    ResultAssert(Result result) {
        super(result, ResultAssert.class);
    }

    /** Every objective was met, and nothing forbidden was seen. */
    public ResultAssert passed() {
        return hasVerdict(Verdict.PASS);
    }

    /** The drill's verdict is this one; the failure says what stands against it. */
    public ResultAssert hasVerdict(Verdict expected) {
        isNotNull();
        if (actual.verdict() != expected) {
            failWithMessage(
                    "Expected the verdict of %s to be %s but it is %s:%n%s",
                    actual.run().id(), expected, actual.verdict(), reasons());
        }
        return this;
    }

    /** {@code rto.service} of the headline transition. */
    public ResultAssert rtoServiceAtMost(Duration limit) {
        return rtoAtMost("rto.service", Result.Rto::serviceMillis, limit);
    }

    /** {@code rto.write} of the headline transition. */
    public ResultAssert rtoWriteAtMost(Duration limit) {
        return rtoAtMost("rto.write", Result.Rto::writeMillis, limit);
    }

    /** {@code rto.read} of the headline transition. */
    public ResultAssert rtoReadAtMost(Duration limit) {
        return rtoAtMost("rto.read", Result.Rto::readMillis, limit);
    }

    /** {@code rpo.records}, those that may be lost because a region could not be scanned included. */
    public ResultAssert rpoRecordsAtMost(long limit) {
        Result.Rpo rpo = rpo("rpo.records");
        return countAtMost(
                "rpo.records",
                rpo.records() + rpo.mayRecords(),
                limit,
                rpo.examples().toString());
    }

    /** {@code rpo.time}: the worse of {@code oldest} and {@code prefix}. */
    public ResultAssert rpoTimeAtMost(Duration limit) {
        Result.Rpo rpo = rpo("rpo.time");
        return timeAtMost("rpo.time", rpo.timeMillis(), rpo.plusMinusMillis(), limit);
    }

    /** {@code rpo.final}: records absent everywhere after healing, those that may be since a region could not be scanned included. */
    public ResultAssert rpoFinalAtMost(long limit) {
        Result.Rpo rpo = rpo("rpo.final");
        String gone = actual.transitions() == null
                ? ""
                : actual.transitions().stream()
                        .filter(transition -> rpo.equals(transition.rpo()))
                        .flatMap(transition -> Stream.of("finalRecords", "finalMayRecords")
                                .flatMap(count -> actual.examplesOf(transition.name() + ".rpo." + count).stream()))
                        .collect(Collectors.joining(", "));
        return countAtMost("rpo.final", rpo.finalRecords() + rpo.finalMayRecords(), limit, gone);
    }

    /**
     * {@code duplicates.delivered} as a ratio.
     *
     * @param limit 0.05 is 5 %
     */
    public ResultAssert duplicatesDeliveredAtMost(double limit) {
        isNotNull();
        Result.Duplicates duplicates = actual.duplicates();
        if (duplicates == null) {
            throw failure("Expected duplicates.delivered at most %s but it was not measured", limit);
        }
        Result.Counted delivered = duplicates.delivered();
        if (delivered.ratio() > limit) {
            failWithMessage(
                    "Expected duplicates.delivered at most %s but it is %s (%s records)",
                    limit, delivered.ratio(), delivered.count());
        }
        return this;
    }

    /** No write went to a region that did not own its key; ambiguous ones are not counted, as in {@code split-brain.writes}. */
    public ResultAssert noSplitBrainWrites() {
        isNotNull();
        Result.SplitBrain splitBrain = actual.splitBrain();
        if (splitBrain == null) {
            throw failure("Expected no split-brain.writes but they were not measured");
        }
        return countAtMost(
                "split-brain.writes",
                splitBrain.writes(),
                0,
                "by " + splitBrain.services() + " to " + splitBrain.keys());
    }

    /**
     * No anomaly of a class was found, and the class was measured.
     *
     * @param id as {@code P1}
     */
    public ResultAssert hasNoAnomaly(String id) {
        isNotNull();
        Result.Anomaly anomaly = actual.anomalies().get(id);
        if (anomaly == null || anomaly.count() == null) {
            failWithMessage("Expected no anomaly %s but that class was not measured", id);
        } else if (anomaly.count() != 0) {
            failWithMessage(
                    "Expected no anomaly %s but found %s %s of %s, as %s",
                    id, anomaly.count(), anomaly.unit(), anomaly.title(), anomaly.examples());
        }
        return this;
    }

    private ResultAssert rtoAtMost(String name, Function<Result.Rto, @Nullable Double> figure, Duration limit) {
        isNotNull();
        Result.Rto rto = actual.rto();
        if (rto == null) {
            failWithMessage("Expected %s at most %s but the drill has no transition", name, limit);
            return this;
        }
        Double millis = figure.apply(rto);
        if (millis == null) {
            failWithMessage(
                    "Expected %s at most %s but it was not measured%s",
                    name, limit, rto.recovered() ? "" : ": not recovered within " + seconds(rto.windowMillis()));
            return this;
        }
        return timeAtMost(name, millis, rto.plusMinusMillis(), limit);
    }

    private ResultAssert timeAtMost(String name, double millis, double plusMinusMillis, Duration limit) {
        if (millis + plusMinusMillis > limit.toNanos() / 1e6) {
            failWithMessage(
                    "Expected %s at most %s but it is %s +- %s",
                    name, limit, seconds(millis), seconds(plusMinusMillis));
        }
        return this;
    }

    private ResultAssert countAtMost(String name, long count, long limit, String examples) {
        if (count > limit) {
            failWithMessage("Expected %s at most %s but it is %s: %s", name, limit, count, examples);
        }
        return this;
    }

    private Result.Rpo rpo(String name) {
        isNotNull();
        Result.Rpo rpo = actual.rpo();
        if (rpo == null) {
            throw failure("Expected %s but the drill has no transition", name);
        }
        return rpo;
    }

    private String reasons() {
        String objectives = actual.objectives().stream()
                .filter(objective -> objective.verdict() != Verdict.PASS)
                .map(objective -> "  " + objective.verdict() + " " + objective.name() + ": " + objective.measured()
                        + ", limit " + objective.limit() + ". " + objective.reason())
                .collect(Collectors.joining("\n"));
        return objectives + (actual.troubles().isEmpty() ? "" : "\n  " + String.join("\n  ", actual.troubles()));
    }

    private static String seconds(double millis) {
        return String.format(Locale.ROOT, "%.3f s", millis / 1000);
    }
}
