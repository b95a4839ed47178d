package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByPartitionTest {

    private final ByPartition<String> values = new ByPartition<>(partition -> "of " + partition);

    @Test
    void somethingIsMadeWhenItIsFirstAskedForAndThenKept() {
        assertThat(values.known(3)).isNull();
        String made = values.of(3);
        assertThat(made).isEqualTo("of 3");
        assertThat(values.of(3)).isSameAs(made);
        assertThat(values.known(3)).isSameAs(made);
        assertThat(values.known(2)).isNull();
        assertThat(values.known(4)).isNull();
    }

    @Test
    void numbersThatNoTopicHasAreKeptAsWell_andAllComeInTheirOrder() {
        List<Integer> partitions = List.of(
                4096, 0, Integer.MAX_VALUE, 17, -1, 4095, Integer.MIN_VALUE, 1, 2, 1_000_000, 4094, -7, 5, 4097, 2048);
        partitions.forEach(values::of);
        partitions.forEach(partition -> assertThat(values.known(partition)).isEqualTo("of " + partition));
        List<Integer> found = new ArrayList<>();
        values.forEach((partition, value) -> {
            assertThat(value).isEqualTo("of " + partition);
            found.add(partition);
        });
        assertThat(found).isEqualTo(partitions.stream().sorted().toList());
    }
}
