package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopiesTest {
    private final Copies copies = new Copies(Scratch.HEAP);

    private void add(long ref, int times) {
        for (int i = 0; i < times; i++) {
            copies.add(ref);
        }
    }

    @Test
    void everyCopyOfARecordIsCounted() {
        add(Ref.of(0, 1), 1);
        add(Ref.of(0, 2), 2);
        add(Ref.of(1, 3), 5);
        add(Ref.of(1, 4), 3);

        assertThat(copies.count(Ref.of(0, 0))).isZero();
        assertThat(copies.count(Ref.of(0, 1))).isEqualTo(1);
        assertThat(copies.count(Ref.of(0, 2))).isEqualTo(2);
        assertThat(copies.count(Ref.of(1, 3))).isEqualTo(5);
        assertThat(copies.count(Ref.of(1, 4))).isEqualTo(3);
        assertThat(copies.further()).isEqualTo(1 + 4 + 2);
        assertThat(copies.most()).isEqualTo(5);
        assertThat(copies.present().size()).isEqualTo(4);
        assertThat(copies.repeated().size()).isEqualTo(3);
        assertThat(copies.contains(Ref.of(0, 1))).isTrue();
        assertThat(copies.contains(Ref.of(0, 0))).isFalse();
    }

    @Test
    void aRecordThatIsThereOnceIsTheMostWhereNoneIsTwice() {
        assertThat(copies.most()).isZero();
        add(Ref.of(0, 1), 1);
        assertThat(copies.most()).isEqualTo(1);
        assertThat(copies.further()).isZero();
    }

    @Test
    void aPhantomIsNoCopyOfAnyRecord() {
        add(Ref.phantom(0, 1), 2);
        assertThat(copies.most()).isZero();
        assertThat(copies.present().size()).isZero();
    }
}
