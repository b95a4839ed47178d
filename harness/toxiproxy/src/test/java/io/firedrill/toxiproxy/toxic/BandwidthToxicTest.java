package io.firedrill.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firedrill.toxiproxy.toxic.FakeStream.Arrival;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BandwidthToxicTest {

    @Test
    void aRateOfOneIsAThousandBytesASecond() throws Exception {
        FakeStream stream = FakeStream.with("bandwidth", Map.of("rate", 1L));
        stream.send("x".repeat(1000));
        stream.passMillis(999);
        assertThat(stream.delivered).hasSizeLessThan(1000);
        stream.passMillis(1);
        assertThat(stream.delivered).hasSize(1000);
    }

    @Test
    void countsWhatWaitedBehindOthersAndNotWhatFoundTheRateFree() throws Exception {
        FakeStream stream = FakeStream.with("bandwidth", Map.of("rate", 10L));
        for (int i = 0; i < 5; i++) {
            stream.send("x".repeat(100));
            stream.passMillis(20);
        }
        assertThat(stream.delivered).hasSize(500);
        assertThat(stream.heldBack).isZero();

        stream.send("x".repeat(1000));
        stream.passMillis(50);
        stream.send("x".repeat(700));
        stream.passMillis(200);

        assertThat(stream.delivered).hasSize(2200);
        assertThat(stream.heldBack).isEqualTo(700);
    }

    @Test
    void countsOfOneLongChunkWhatWaitedBehindItsBeginning() throws Exception {
        FakeStream stream = FakeStream.with("bandwidth", Map.of("rate", 1000L));
        stream.send("x".repeat(20_000));
        stream.send("x".repeat(20_000));
        stream.passMillis(100);

        assertThat(stream.delivered).hasSize(40_000);
        assertThat(stream.heldBack).isEqualTo(20_000);

        stream.send("x".repeat(100_000));
        stream.passMillis(200);

        assertThat(stream.delivered).hasSize(140_000);
        assertThat(stream.heldBack).isEqualTo(20_000 + 80_000);
    }

    @Test
    void deliversSteadilyNotInOneBurst() throws Exception {
        FakeStream stream = FakeStream.with("bandwidth", Map.of("rate", 10L));
        stream.send("x".repeat(5000));
        for (int tenths = 1; tenths <= 5; tenths++) {
            stream.passMillis(100);
            assertThat((double) stream.delivered.length()).isCloseTo(tenths * 1000, within(101.0));
        }
    }

    @Test
    void anIdleTimeEarnsNoBurst() throws Exception {
        FakeStream stream = FakeStream.with("bandwidth", Map.of("rate", 10L));
        stream.passMillis(60_000);
        stream.send("x".repeat(1000));
        stream.passMillis(50);
        assertThat(stream.delivered).hasSizeLessThanOrEqualTo(500);
        stream.passMillis(50);
        assertThat(stream.delivered).hasSize(1000);
    }

    @Test
    void aRateOfZeroKeepsEverythingUntilTheRateRises() throws Exception {
        FakeStream stream = FakeStream.with("bandwidth", Map.of("rate", 0L));
        stream.send("x".repeat(100));
        stream.passMillis(60_000);
        assertThat(stream.delivered).isEmpty();
        stream.update("bandwidth", Map.of("rate", 1L));
        stream.passMillis(50);
        assertThat(stream.delivered).hasSize(50);
        stream.passMillis(50);
        assertThat(stream.delivered).hasSize(100);
    }

    @Test
    void pausesTheSourceWhenItIsFull() throws Exception {
        FakeStream stream = FakeStream.with("bandwidth", Map.of("rate", 1L));
        stream.send("x".repeat(16 * 1024));
        assertThat(stream.stage().full()).isTrue();
        stream.passMillis(10);
        assertThat(stream.stage().full()).isFalse();
        stream.stage().discard();
    }

    @Test
    void takenAwayItHandsOnWhatIsLeftAfterWhatHasGone() throws Exception {
        FakeStream stream = FakeStream.with("bandwidth", Map.of("rate", 1L));
        stream.send("abcdefghijklmnopqrstuvwxyz");
        stream.stage().end();
        stream.passMillis(10);
        assertThat(stream.delivered.toString()).isEqualTo("abcdefghij");
        stream.stage().removed();
        assertThat(stream.delivered.toString()).isEqualTo("abcdefghijklmnopqrstuvwxyz");
        assertThat(stream.ended).isTrue();
        assertThat(stream.held).isZero();
    }

    @Test
    void theEndGoesWithTheLastByte() throws Exception {
        FakeStream stream = FakeStream.with("bandwidth", Map.of("rate", 1L));
        stream.send("abcdefghij");
        stream.stage().end();
        stream.passMillis(100);
        assertThat(stream.arrivals).containsExactly(new Arrival(10, "abcdefghij"), new Arrival(10, "END"));
    }
}
