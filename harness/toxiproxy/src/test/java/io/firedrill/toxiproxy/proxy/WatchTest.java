package io.firedrill.toxiproxy.proxy;

import static io.netty.channel.SelectStrategy.CONTINUE;
import static io.netty.channel.SelectStrategy.SELECT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchTest {
    private static final long MICRO = 1_000;
    private static final int NOTHING = 0;

    /** Close to where it turns negative, as a clock of nanoseconds may be. */
    private long now = Long.MAX_VALUE - 50 * MICRO;

    private final Watch watch = new Watch(() -> now);

    private int looks(int ready) throws Exception {
        return watch.calculateStrategy(() -> ready, false);
    }

    /** Events come that long after there was nothing to do, again and again. */
    private void eventsCome(long nanosLater) throws Exception {
        for (int i = 0; i < 100; i++) {
            looks(NOTHING);
            now += nanosLater;
            watch.saw();
        }
    }

    @Test
    void aLoopWithoutConnectionsSleeps() throws Exception {
        eventsCome(10 * MICRO);
        assertThat(looks(NOTHING)).isEqualTo(SELECT);
    }

    @Test
    void aLoopThatHasTasksOnlyPolls() throws Exception {
        assertThat(watch.calculateStrategy(() -> 0, true)).isZero();
        assertThat(watch.calculateStrategy(() -> 3, true)).isEqualTo(3);
    }

    @Test
    void aConnectionWhoseEventsComeSoonIsWatchedForAWhileThenItSleeps() throws Exception {
        watch.peers(2);
        eventsCome(20 * MICRO);
        assertThat(looks(NOTHING)).isEqualTo(CONTINUE);
        now += 90 * MICRO;
        assertThat(looks(NOTHING)).isEqualTo(CONTINUE);
        now += 20 * MICRO;
        assertThat(looks(NOTHING)).isEqualTo(SELECT);
    }

    @Test
    void whatIsReadyIsHandledAtOnce() throws Exception {
        watch.peers(2);
        eventsCome(20 * MICRO);
        assertThat(looks(1)).isEqualTo(1);
    }

    @Test
    void aConnectionWhoseEventsComeLateIsNotWatched() throws Exception {
        watch.peers(2);
        eventsCome(500 * MICRO);
        assertThat(looks(NOTHING)).isEqualTo(SELECT);
    }

    @Test
    void aBurstAfterLongSilenceIsWatchedAgain() throws Exception {
        watch.peers(2);
        eventsCome(5_000 * MICRO);
        eventsCome(10 * MICRO);
        assertThat(looks(NOTHING)).isEqualTo(CONTINUE);
    }

    @Test
    void connectionsThatComeAndGoAreNotWatched() throws Exception {
        watch.peers(2);
        eventsCome(20 * MICRO);
        watch.peers(2);
        assertThat(looks(NOTHING)).isEqualTo(SELECT);
    }

    @Test
    void manyConnectionsAreNotWatched() throws Exception {
        watch.peers(10);
        eventsCome(20 * MICRO);
        assertThat(looks(NOTHING)).isEqualTo(SELECT);
        watch.peers(-4);
        eventsCome(20 * MICRO);
        assertThat(looks(NOTHING)).isEqualTo(CONTINUE);
    }

    @Test
    void shortlyBeforeATimerItStaysAwakeWhateverElse() throws Exception {
        assertThat(watch.headStart(Watch.TIMER_NANOS)).isEqualTo(Watch.TIMER_NANOS);
        assertThat(looks(NOTHING)).isEqualTo(CONTINUE);
        assertThat(looks(2)).isEqualTo(2);
        watch.headStart(Watch.TIMER_NANOS + 1);
        assertThat(looks(NOTHING)).isEqualTo(SELECT);
    }

    @Test
    void forTimersItIsAwakeASmallShareOfTheTime() throws Exception {
        long awake = 0;
        for (int i = 0; i < 100_000; i++) {
            watch.headStart(100 * MICRO);
            awake += looks(NOTHING) == CONTINUE ? 1 : 0;
            now += 10 * MICRO;
        }
        // A second, of which it may spend what it has saved and a thirtieth.
        assertThat(awake).isBetween(3_000L, 5_000L);
        now += 1_000_000 * MICRO;
        assertThat(watch.headStart(100 * MICRO)).isEqualTo(Watch.TIMER_NANOS);
    }
}
