package io.firedrill.junit;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the result of a drill. What could not be measured never satisfies one, and no figure of a drill with troubles satisfies a
 * limit: what is missing from its evidence may be worse. A figure with an error bar satisfies a limit if the whole bar does.
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
        return rangeAtMost(
                "rpo.records", rpo.records(), rpo.mayRecords(), limit, rpo.examples(), examples(rpo, "mayRecords"));
    }

    /** {@code rpo.time}: the worse of {@code oldest} and {@code prefix}, of all that may be lost. */
    public ResultAssert rpoTimeAtMost(Duration limit) {
        Result.Rpo rpo = rpo("rpo.time");
        return timesAtMost(
                "rpo.time", rpo.timeMillis(), known("rpo.time", rpo.mostTimeMillis()), rpo.plusMinusMillis(), limit);
    }

    /** {@code rpo.final}: records absent everywhere after healing, those that may be since a region could not be scanned included. */
    public ResultAssert rpoFinalAtMost(long limit) {
        Result.Rpo rpo = rpo("rpo.final");
        return rangeAtMost(
                "rpo.final",
                rpo.finalRecords(),
                known("rpo.final", rpo.finalMayRecords()),
                limit,
                examples(rpo, "finalRecords"),
                examples(rpo, "finalMayRecords"));
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
        return certain("duplicates.delivered");
    }

    /** No write went to a region that did not own its key; ambiguous ones are not counted, as in {@code split-brain.writes}. */
    public ResultAssert noSplitBrainWrites() {
        isNotNull();
        Result.SplitBrain splitBrain = actual.splitBrain();
        if (splitBrain == null) {
            throw failure("Expected no split-brain.writes but they were not measured");
        }
        if (splitBrain.writes() > 0) {
            failWithMessage(
                    "Expected no split-brain.writes but there are %s: by %s to %s",
                    splitBrain.writes(), splitBrain.services(), splitBrain.keys());
        }
        return certain("split-brain.writes");
    }

    /**
     * No anomaly of a class was found, the class was measured, and none may be there as well.
     *
     * @param id as {@code P1}
     */
    public ResultAssert hasNoAnomaly(String id) {
        isNotNull();
        Result.Anomaly anomaly = actual.anomalies().get(id);
        if (anomaly == null || anomaly.count() == null) {
            failWithMessage("Expected no anomaly %s but that class was not measured", id);
        } else if (anomaly.count() + anomaly.mayRecords() != 0) {
            String found = range(Long.toString(anomaly.count()), Long.toString(anomaly.count() + anomaly.mayRecords()));
            failWithMessage(
                    "Expected no anomaly %s but found %s %s of %s, as %s",
                    id, found, anomaly.unit(), anomaly.title(), anomaly.examples());
        }
        return certain(id);
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
        return timesAtMost(name, millis, millis, plusMinusMillis, limit);
    }

    private ResultAssert timesAtMost(String name, double least, double most, double plusMinusMillis, Duration limit) {
        if (most + plusMinusMillis > limit.toNanos() / 1e6) {
            failWithMessage(
                    "Expected %s at most %s but it is %s +- %s",
                    name, limit, range(seconds(least), seconds(most)), seconds(plusMinusMillis));
        }
        return certain(name);
    }

    /**
     * @param must what is certain
     * @param may what is possible as well
     * @param certain records of the one
     * @param open records of the other, which are told when they are why it fails
     */
    private ResultAssert rangeAtMost(
            String name, long must, long may, long limit, List<String> certain, List<String> open) {
        if (must + may > limit) {
            failWithMessage(
                    "Expected %s at most %s but it is %s: %s",
                    name,
                    limit,
                    range(Long.toString(must), Long.toString(must + may)),
                    must > limit ? String.join(", ", certain) : "not certain are " + String.join(", ", open));
        }
        return certain(name);
    }

    private ResultAssert certain(String name) {
        if (!actual.troubles().isEmpty()) {
            failWithMessage(
                    "Expected %s within its limit, and what was measured is, but of %s nothing is certain to be:%n  %s",
                    name, actual.run().id(), String.join("\n  ", actual.troubles()));
        }
        return this;
    }

    private static String range(String least, String most) {
        return least.equals(most) ? least : "[" + least + " .. " + most + "]";
    }

    /** An upper end, which a result of an earlier version does not have. */
    private <T> T known(String name, @Nullable T most) {
        if (most == null) {
            throw failure(
                    "Expected %s but how much it is at most is not known: the result of %s is of an earlier version. Audit the"
                            + " run again (firedrill audit RUN)",
                    name, actual.run().id());
        }
        return most;
    }

    /** Records of a count of the headline transition's RPO. */
    private List<String> examples(Result.Rpo rpo, String count) {
        return actual.transitions() == null
                ? List.of()
                : actual.transitions().stream()
                        .filter(transition -> rpo.equals(transition.rpo()))
                        .findFirst()
                        .map(transition -> actual.examplesOf(transition.name() + ".rpo." + count))
                        .orElse(List.of());
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
