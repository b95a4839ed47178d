package io.firedrill.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.toxiproxy.toxic.FakeStream.Arrival;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlicerToxicTest {

    @Test
    void cutsIntoPiecesOfTheSizeWithTheDelayAfterEach() throws Exception {
        FakeStream stream = FakeStream.with("slicer", Map.of("average_size", 3L, "delay", 500L));
        stream.send("abcdefgh");
        stream.passMillis(10);
        assertThat(stream.arrivals)
                .containsExactly(new Arrival(0, "abc"), new Arrival(0.5, "def"), new Arrival(1, "gh"));
        assertThat(stream.stage().keepsPieces()).isTrue();
    }

    @Test
    void countsThePiecesThatItCutOffAndNotWhatWentWhole() throws Exception {
        FakeStream stream = FakeStream.with("slicer", Map.of("average_size", 3L));
        stream.send("abc");
        stream.send("a");
        assertThat(stream.cutOff).isZero();

        stream.send("abcdefgh");
        stream.passMillis(1);

        assertThat(stream.cutOff).isEqualTo(2);
    }

    @Test
    void sizesVaryInTheirBoundsAndNoByteIsLost() throws Exception {
        FakeStream stream = FakeStream.with("slicer", Map.of("average_size", 10L, "size_variation", 9L));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append((char) ('a' + i % 26));
        }
        stream.send(text.toString());
        stream.passMillis(10);
        assertThat(stream.delivered.toString()).isEqualTo(text.toString());
        assertThat(stream.arrivals).allSatisfy(piece -> assertThat(piece.data()).hasSizeBetween(1, 19));
        assertThat(stream.arrivals.stream()
                        .map(piece -> piece.data().length())
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }

    @Test
    void manyPiecesComeInTurnsSoThatOthersMayRun() throws Exception {
        FakeStream stream = FakeStream.with("slicer", Map.of("average_size", 1L));
        stream.send("x".repeat(10_000));
        assertThat(stream.delivered).hasSizeLessThan(1000);
        stream.passMillis(1);
        assertThat(stream.delivered).hasSize(10_000);
    }

    @Test
    void takenAwayItHandsOnTheRestWhole() throws Exception {
        FakeStream stream = FakeStream.with("slicer", Map.of("average_size", 3L, "delay", 500L));
        stream.send("abcdefgh");
        stream.stage().removed();
        assertThat(stream.arrivals).containsExactly(new Arrival(0, "abc"), new Arrival(0, "defgh"));
    }

    @Test
    void attributesThatKillTheRealServerAreRefusedByName() {
        assertThatThrownBy(() -> FakeStream.with("slicer", Map.of()))
                .hasMessage("slicer: average_size is 0, allowed is 1 to 2147483647 bytes");
        assertThatThrownBy(() -> FakeStream.with("slicer", Map.of("average_size", -1L)))
                .hasMessageContaining("average_size is -1");
        assertThatThrownBy(() -> FakeStream.with("slicer", Map.of("average_size", 5L, "size_variation", 5L)))
                .hasMessage("slicer: size_variation is 5, allowed is 0 to 4 bytes (less than average_size)");
    }
}
