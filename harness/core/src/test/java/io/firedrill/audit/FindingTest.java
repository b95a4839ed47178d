package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingTest {

    private static RefSet records(int count) {
        RefSet records = new RefSet();
        for (int sequence = 0; sequence < count; sequence++) {
            records.add(Ref.of(0, sequence));
        }
        return records;
    }

    private static List<String> words(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> word + i).toList();
    }

    @Test
    void examplesAreAtMostTenAndBeginWithWhatIsNoRecord() {
        Finding finding = new Finding(records(20), 2, List.of("a0", "a1"), ref -> "r" + Ref.sequence(ref));
        assertThat(finding.examples(records(3))).containsExactly("a0", "a1", "r0", "r1", "r2");
        assertThat(finding.examples(records(20)))
                .containsExactly("a0", "a1", "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7");
    }

    @Test
    void ofWhatIsNoRecordAllCountAndTenAreShown() {
        Finding finding = Finding.of(words("gap", 12));
        assertThat(finding.others()).isEqualTo(12);
        assertThat(finding.records().size()).isZero();
        assertThat(finding.examples(new RefSet())).isEqualTo(words("gap", 10));
    }

    @Test
    void furtherFiguresStandBesideWhatWasFound() {
        Finding finding = Finding.of(records(2), ref -> "r" + Ref.sequence(ref));
        assertThat(finding.figures()).isEmpty();
        Finding with = finding.with(Map.of("groups", 1.0));
        assertThat(with.figures()).containsEntry("groups", 1.0);
        assertThat(with.records()).isSameAs(finding.records());
        assertThat(with.others()).isZero();
        assertThat(with.examples(records(2))).containsExactly("r0", "r1");
    }
}
