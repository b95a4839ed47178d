package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.scenario.AnomalyClass;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the folds answer, put together. */
class AnomaliesTest {

    private final Troubles troubles = new Troubles();
    private final Map<AnomalyClass, Attempt<Answer>> answers = new EnumMap<>(AnomalyClass.class);

    AnomaliesTest() {
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            answer(anomaly, new Answer.Unasked("nobody asked"));
        }
    }

    private void answer(AnomalyClass anomaly, Answer answer) {
        answers.put(anomaly, Attempt.at(() -> answer));
    }

    private static Finding of(long... refs) {
        RefSet records = new RefSet();
        for (long ref : refs) {
            records.add(ref);
        }
        return Finding.of(records, ref -> "record " + Ref.sequence(ref));
    }

    private Anomalies.Counted count() {
        List<Attempt<Answer>> inOrder = Anomalies.FOLDS.stream()
                .map(AnomalyFold::anomaly)
                .map(answers::get)
                .toList();
        return Anomalies.count(inOrder, new Measuring(troubles), troubles);
    }

    @Test
    void eachClassHasOneFoldInTheOrderOfPrecedence() {
        assertThat(Anomalies.FOLDS).extracting(AnomalyFold::anomaly).containsExactly(AnomalyClass.values());
    }

    @Test
    void aRecordCountsOncePerFamilyInTheClassThatStandsFirst() {
        answer(AnomalyClass.R2, of(Ref.of(0, 1), Ref.of(0, 2)));
        answer(AnomalyClass.R5, of(Ref.of(0, 2), Ref.of(0, 3)));
        answer(AnomalyClass.X4, of(Ref.of(0, 2)));
        Anomalies.Counted counted = count();
        assertThat(counted.counts().get(AnomalyClass.R2))
                .isEqualTo(new Anomalies.Count(2, List.of("record 1", "record 2")));
        assertThat(counted.counts().get(AnomalyClass.R5)).isEqualTo(new Anomalies.Count(1, List.of("record 3")));
        assertThat(counted.counts().get(AnomalyClass.X4)).isEqualTo(new Anomalies.Count(1, List.of("record 2")));
        assertThat(troubles.none()).isTrue();
    }

    @Test
    void whatIsNoSentRecordCountsBesideThem() {
        RefSet one = new RefSet();
        one.add(Ref.of(0, 4));
        answer(AnomalyClass.P3, new Finding(one, 2, List.of("a phantom"), ref -> "record 4"));
        assertThat(count().counts().get(AnomalyClass.P3))
                .isEqualTo(new Anomalies.Count(3, List.of("a phantom", "record 4")));
    }

    @Test
    void whatACountMeasuresBesideItIsKept() {
        answer(AnomalyClass.R7, of(Ref.of(0, 1)).with(Map.of("groups", 2.0)));
        answer(AnomalyClass.C7, new Answer.Unasked("an age", Map.of("p50Millis", 3.0)));
        assertThat(count().figures())
                .containsEntry(AnomalyClass.R7, Map.of("groups", 2.0))
                .containsEntry(AnomalyClass.C7, Map.of("p50Millis", 3.0));
        assertThat(count().reasons()).containsEntry(AnomalyClass.C7, "an age").doesNotContainKey(AnomalyClass.R7);
    }

    @Test
    void whatTheEvidenceDoesNotAllowToBeCountedIsTroubleOfItsScope() {
        answer(AnomalyClass.C2, new Answer.Unsettled("the drain did not finish"));
        Anomalies.Counted counted = count();
        assertThat(counted.counts()).doesNotContainKey(AnomalyClass.C2);
        assertThat(counted.reasons()).containsEntry(AnomalyClass.C2, "the drain did not finish");
        assertThat(troubles.sentences()).containsExactly("C2 skipped could not be measured: the drain did not finish");
        assertThat(troubles.touching(Scope.CONSUMERS)).isPresent();
        assertThat(troubles.touching(Scope.LOSS)).isEmpty();
    }

    @Test
    void aFoldThatFailsTakesNoOtherAlong() {
        answers.put(AnomalyClass.P4, Attempt.at(() -> {
            throw new IllegalStateException("no room");
        }));
        answer(AnomalyClass.P1, of(Ref.of(0, 1)));
        Anomalies.Counted counted = count();
        assertThat(counted.counts()).containsOnlyKeys(AnomalyClass.P1);
        assertThat(counted.reasons()).containsEntry(AnomalyClass.P4, "its audit failed");
        assertThat(troubles.sentences())
                .containsExactly(
                        "the audit of P4 log-duplicate failed: java.lang.IllegalStateException: no room",
                        "P4 log-duplicate could not be measured: its audit failed");
        assertThat(troubles.touching(Scope.DUPLICATES)).isPresent();
        assertThat(troubles.touching(Scope.LOSS)).isEmpty();
    }

    @Test
    void eachClassIsTouchedByWhatItIsMeasuredFrom() {
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            Scope expected =
                    switch (anomaly) {
                        case P4 -> Scope.DUPLICATES;
                        case C1, C2, C3, C4, C5, C6, C7 -> Scope.CONSUMERS;
                        case X1, X2 -> Scope.OWNERSHIP;
                        default -> Scope.LOSS;
                    };
            assertThat(Anomalies.scope(anomaly)).as(anomaly.name()).isEqualTo(expected);
        }
    }
}
