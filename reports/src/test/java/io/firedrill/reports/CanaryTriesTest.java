package io.firedrill.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A fault that took effect at 30 s, was taken back at 40 s and proved to be gone at 41 s of the machine's clock; the zero is at 10 s. */
class CanaryTriesTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final long ZERO = 10 * SECOND;
    private static final int LINK = 0;
    private static final int OTHER = 1;
    private static final Result.Lift LIFT = new Result.Lift(30_000, 31_000.0, true, "");

    private static final List<TimelineEvent> EVENTS =
            List.of(canary(LINK, "east-to-west.1.link", 1), canary(OTHER, "east-to-west.10.link", 10));

    private static TimelineEvent canary(int path, String wire, int broker) {
        return new TimelineEvent.CanaryStarted(0, path, wire, "east", "west", broker, "link", "east");
    }

    private static Result.Fault fault(Result.@Nullable Lift lift, String... touched) {
        FaultReceipt receipt = new FaultReceipt(
                "partition",
                "a",
                "",
                "",
                29 * SECOND,
                29 * SECOND,
                List.of(touched),
                true,
                29 * SECOND,
                30 * SECOND,
                "");
        return new Result.Fault(receipt, 0, 0, 0, lift, null);
    }

    private static CanaryTries tries(Result.Fault fault) {
        return new CanaryTries(List.of(fault), EVENTS, any -> true, ZERO);
    }

    private static List<String> wires(Result.Fault fault) {
        return tries(fault).of(fault).stream().map(CanaryTries.Row::wire).toList();
    }

    @Test
    void areCountedBeforeWhileAndAfter() {
        Result.Fault fault = fault(LIFT, "east-to-west.1.link (2 live connections)");
        CanaryTries tries = tries(fault);

        tries.took(LINK, true, 20 * SECOND, 20 * SECOND + 20 * MILLI);
        tries.took(LINK, true, 21 * SECOND, 21 * SECOND + 20 * MILLI);
        tries.took(LINK, false, 31 * SECOND, 32 * SECOND);
        tries.took(LINK, true, 42 * SECOND, 42 * SECOND + 40 * MILLI);
        tries.took(OTHER, true, 42 * SECOND, 42 * SECOND + 40 * MILLI);

        assertThat(tries.of(fault)).singleElement().satisfies(row -> {
            assertThat(row.wire()).isEqualTo("east-to-west.1.link");
            assertThat(Figures.tries(row.before())).isEqualTo("2 of 2, 20\u00a0ms");
            assertThat(Figures.tries(row.held())).isEqualTo("0 of 1");
            assertThat(Figures.tries(row.after())).isEqualTo("1 of 1, 40\u00a0ms");
        });
    }

    @Test
    void thatWereUnderWayAtATurnOrAreLongPastDoNotCount() {
        Result.Fault fault = fault(LIFT, "east-to-west.1.link");
        CanaryTries tries = tries(fault);

        tries.took(LINK, true, 18 * SECOND, 18 * SECOND + MILLI);
        tries.took(LINK, false, 28 * SECOND, 29 * SECOND + MILLI);
        tries.took(LINK, true, 29 * SECOND + MILLI, 29 * SECOND + 2 * MILLI);
        tries.took(LINK, true, 39 * SECOND, 40 * SECOND + MILLI);
        tries.took(LINK, true, 52 * SECOND, 52 * SECOND + MILLI);

        CanaryTries.Tries none = new CanaryTries.Tries(0, 0, null);
        assertThat(tries.of(fault)).containsExactly(new CanaryTries.Row("east-to-west.1.link", none, none, none));
        assertThat(Figures.tries(none)).isEqualTo("no try");
    }

    @Test
    void whileAFaultIsNotTakenBackItHolds() {
        Result.Fault fault = fault(null, "east-to-west.1.link");
        CanaryTries tries = tries(fault);

        tries.took(LINK, false, 100 * SECOND, 101 * SECOND);

        assertThat(tries.of(fault))
                .singleElement()
                .extracting(CanaryTries.Row::held)
                .isEqualTo(new CanaryTries.Tries(1, 0, null));
    }

    @Test
    void ofAFaultThatDoesNotLastComeAfterItAsSoonAsItWasApplied() {
        Result.Fault fault = fault(null, "east-to-west.1.link");
        CanaryTries tries = new CanaryTries(List.of(fault), EVENTS, any -> false, ZERO);

        tries.took(LINK, true, 31 * SECOND, 31 * SECOND + MILLI);

        assertThat(tries.of(fault)).singleElement().satisfies(row -> {
            assertThat(row.held().count()).isZero();
            assertThat(row.after().count()).isEqualTo(1);
        });
    }

    @Test
    void afterALiftThatNothingProvesNoneCome() {
        Result.Fault fault = fault(new Result.Lift(30_000, null, true, "another fault holds"), "east-to-west.1.link");
        CanaryTries tries = tries(fault);

        tries.took(LINK, true, 42 * SECOND, 42 * SECOND + MILLI);

        assertThat(tries.of(fault)).singleElement().satisfies(row -> {
            assertThat(row.held().count()).isZero();
            assertThat(row.after().count()).isZero();
        });
        assertThat(Figures.proved(new Result.Lift(30_000, null, true, "")))
                .isEqualTo("of some of it nothing proves that it is gone");
        assertThat(Figures.proved(LIFT)).isEqualTo("proved 1.00\u00a0s later");
    }

    @Test
    void areThoseOfTheBrokersThatAFaultTouched() {
        assertThat(wires(fault(LIFT, "west broker 1, leader of orders/0"))).containsExactly("east-to-west.1.link");
        assertThat(wires(fault(LIFT, "west broker 1", "west broker 10")))
                .containsExactly("east-to-west.1.link", "east-to-west.10.link");
        assertThat(wires(fault(LIFT, "MirrorMaker east->west"))).isEmpty();
    }
}
