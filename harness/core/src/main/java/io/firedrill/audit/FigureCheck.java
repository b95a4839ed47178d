package io.firedrill.audit;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.Troubles.Scope;
import java.time.Duration;
import java.util.Optional;

/** Holds one figure against its limit. */
final class FigureCheck {

    /**
     * What an objective limits.
     *
     * @param text as the result shows it
     * @param bar as the result shows it, or empty
     * @param least it may be, in the unit of the limit
     * @param most it may be
     * @param doubt why the two differ, a sentence's end
     */
    record Measured(String text, String bar, double least, double most, String doubt) {
        static Measured exactly(String text, double value) {
            return new Measured(text, "", value, value, "");
        }

        static Measured time(double millis, double plusMinus, Duration limit) {
            String bar = Limits.measured(plusMinus, limit);
            return new Measured(
                    Limits.measured(millis, limit),
                    bar,
                    Math.round((millis - plusMinus) * 1e6),
                    Math.round((millis + plusMinus) * 1e6),
                    "the limit lies within the error bar of " + bar);
        }

        /**
         * One number where both ends are written alike.
         *
         * @param below error bar of the lower end, milliseconds
         * @param above error bar of the upper end
         * @param wide why the two ends differ, a sentence's end
         */
        static Measured times(double least, double below, double most, double above, Duration limit, String wide) {
            Measured low = time(least, below, limit);
            Measured high = time(most, above, limit);
            if (least == most) {
                return low;
            }
            String bar = low.bar.equals(high.bar) ? low.bar : low.bar + " below, " + high.bar + " above";
            String text = low.text.equals(high.text) ? low.text : "[" + low.text + " .. " + high.text + "]";
            return new Measured(
                    text,
                    bar,
                    low.least,
                    high.most,
                    "the limit of " + Limits.duration(limit) + " lies within " + text + " +- " + bar + ": " + wide);
        }
    }

    /** Ends a figure that was computed from what damage left over, so that it does not stand there as if it were whole. */
    static final String DAMAGED = ", of evidence that is not whole";

    private final Doubts doubts;
    private final Troubles troubles;

    FigureCheck(Doubts doubts, Troubles troubles) {
        this.doubts = doubts;
        this.troubles = troubles;
    }

    ObjectiveResult exact(String name, long limit, long found, Scope scope, Optional<String> doubt) {
        return judged(name, Long.toString(limit), Measured.exactly(Long.toString(found), found), limit, scope, doubt);
    }

    /** @param records how many records make the two differ */
    ObjectiveResult lost(String name, long limit, long must, long may, long records) {
        return range(name, limit, must, may, fate(records), Scope.LOSS, doubts.ofLosses());
    }

    /** Why a figure is a range, a sentence. */
    static String fate(long records) {
        return records == 1 ? "the fate of 1 record is not known" : "the fate of " + records + " records is not known";
    }

    /** A count between what is certain and what is possible, as the result shows it: {@code 3} or {@code [3 .. 5]}. */
    static String between(long must, long may) {
        return may == 0 ? Long.toString(must) : "[" + must + " .. " + (must + may) + "]";
    }

    ObjectiveResult range(
            String name, long limit, long must, long may, String wide, Scope scope, Optional<String> doubt) {
        Measured measured = new Measured(between(must, may), "", must, must + may, may == 0 ? "" : wide);
        return judged(name, Long.toString(limit), measured, limit, scope, doubt);
    }

    /**
     * @param limit in the unit of the figure
     * @param lacking why the figure may be less than the least of it, for what the evidence lacks
     */
    ObjectiveResult judged(
            String name, String text, Measured found, double limit, Scope scope, Optional<String> lacking) {
        Verdict verdict;
        String reason;
        Optional<String> trouble = troubles.touching(scope);
        if (found.least() > limit && lacking.isPresent()) {
            verdict = Verdict.INCONCLUSIVE;
            reason = found.text() + " is more than the limit of " + text + ", but " + lacking.get();
        } else if (found.least() > limit) {
            verdict = Verdict.FAIL;
            reason = found.text() + " is more than the limit of " + text
                    + (found.bar().isEmpty() ? "" : ", and the error bar does not reach down to it");
        } else if (found.most() > limit) {
            verdict = Verdict.INCONCLUSIVE;
            reason = found.doubt();
        } else if (trouble.isPresent()) {
            verdict = Verdict.INCONCLUSIVE;
            reason = trouble.get();
        } else {
            verdict = Verdict.PASS;
            reason = found.text() + " is within the limit of " + text;
        }
        String shown = troubles.damaged() ? found.text() + DAMAGED : found.text();
        return new ObjectiveResult(name, text, shown, found.bar(), verdict, reason);
    }

    static ObjectiveResult unmeasured(String name, String limit, String why) {
        return new ObjectiveResult(name, limit, "not measured", "", Verdict.INCONCLUSIVE, why);
    }
}
