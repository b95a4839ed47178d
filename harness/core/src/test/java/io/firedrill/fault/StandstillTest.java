package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Copies that stand still, or don't, in a time that goes on by 100 ms a look. */
class StandstillTest {
    private static final long LOOK = 100_000_000L;

    private final FakeSite site = new FakeSite();
    private long now;

    private long look() {
        now += LOOK;
        return now;
    }

    private Standstill await(LongUnaryOperator copies, LongUnaryOperator source) throws InterruptedException {
        return await(flow(copies, source));
    }

    /** Of a flow that was seen to copy before. */
    private Standstill await(FlowOffsets flow) throws InterruptedException {
        return Standstill.await(new Standstill.Before(flow, this::look, Optional.empty()));
    }

    private FlowOffsets flow(LongUnaryOperator copies, LongUnaryOperator source) {
        return new FlowOffsets() {
            @Override
            public long copies() {
                return copies.applyAsLong(now);
            }

            @Override
            public long source() {
                return source.applyAsLong(now);
            }

            @Override
            public boolean copiedAll() {
                return copies() == source();
            }
        };
    }

    @Test
    void isSeenWhileTheSourceGoesOn() throws InterruptedException {
        Standstill still = await(at -> 70, at -> at / LOOK);

        assertThat(still.observed()).isTrue();
        assertThat(still.effect()).startsWith("the copies stood still at 70 records while the source grew by ");
    }

    @Test
    void beginsWhenTheLastCopyOnItsWayHasLanded() throws InterruptedException {
        Standstill still = await(at -> Math.min(5, at / LOOK), at -> at / LOOK);

        assertThat(still.observed()).isTrue();
        assertThat(still.since()).isGreaterThanOrEqualTo(5 * LOOK);
        assertThat(still.effect()).contains("stood still at 5 records");
    }

    @Test
    void isNotSeenOnAnIdleLink() throws InterruptedException {
        Standstill still = await(at -> 70, at -> 70);

        assertThat(still.observed()).isFalse();
        assertThat(still.effect())
                .isEqualTo("the source did not grow, so whether the copies stand still could not be seen");
    }

    @Test
    void isNotSeenWhileCopiesGrow() throws InterruptedException {
        Standstill still = await(at -> at / LOOK, at -> at / LOOK);

        assertThat(still.observed()).isFalse();
        assertThat(still.effect()).isEqualTo("the copies still grew 3000 ms after MirrorMaker was stopped");
    }

    @Test
    void isNotSeenWhereARegionDoesNotAnswer() throws InterruptedException {
        Standstill still = await(silent());

        assertThat(still.observed()).isFalse();
        assertThat(still.effect())
                .isEqualTo("a region does not answer, so whether the copies stand still could not be seen");
    }

    @Test
    void isNotSeenWhereTheCopiesStoodStillBefore() throws InterruptedException {
        Standstill.Before before = Standstill.before(flow(at -> 70, at -> at / LOOK), this::look);
        Standstill still = Standstill.await(before);

        assertThat(still.observed()).isFalse();
        assertThat(still.effect())
                .isEqualTo(
                        "the copies stood still at 70 records for 3000 ms before already, so that they do shows nothing");
    }

    @Test
    void isSeenWhereTheCopiesGrewUntilThen() throws InterruptedException {
        Standstill.Before before = Standstill.before(flow(at -> Math.min(5, at / LOOK), at -> at / LOOK), this::look);

        assertThat(Standstill.await(before).observed()).isTrue();
    }

    @Test
    void isNotSeenWhereARegionDidNotAnswerBefore() throws InterruptedException {
        FlowOffsets gone = new FlowOffsets() {
            @Override
            public long copies() throws TimeoutException {
                throw new TimeoutException();
            }

            @Override
            public long source() {
                return now;
            }

            @Override
            public boolean copiedAll() {
                return false;
            }
        };

        assertThat(Standstill.await(Standstill.before(gone, this::look)))
                .extracting(Standstill::observed, Standstill::effect)
                .containsExactly(
                        false, "a region does not answer, so whether the copies stand still could not be seen");
    }

    private static FlowOffsets silent() {
        return new FlowOffsets() {
            @Override
            public long copies() {
                return 1;
            }

            @Override
            public long source() throws TimeoutException {
                throw new TimeoutException();
            }

            @Override
            public boolean copiedAll() {
                return false;
            }
        };
    }

    @Test
    void copyingIsProvedByCopiesOrByNothingLeftToCopy() throws InterruptedException {
        assertThat(copying(flow(at -> site.now(), at -> Long.MAX_VALUE))).startsWith("copies again ");
        assertThat(copying(flow(at -> 9, at -> 9))).startsWith("has copied all ");
        assertThat(copying(silent())).isEqualTo("a region does not answer, so whether it copies can't be seen yet");
    }

    @Test
    void aMirrorMakerThatRunsAndDoesNotCopyIsAnError() {
        assertThatThrownBy(() -> copying(flow(at -> 8, at -> 9)))
                .hasMessage("MirrorMaker runs again and did not copy within 5 s");
    }

    private String copying(FlowOffsets flow) throws InterruptedException {
        return MirrorReturn.copying(flow, site, Duration.ofSeconds(5));
    }
}
