package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.Troubles.Scope;
import org.junit.jupiter.api.Test;

class TroublesTest {

    private final Troubles troubles = new Troubles();

    @Test
    void withoutTroubleNothingIsTouchedAndEveryVerdictStands() {
        assertThat(troubles.none()).isTrue();
        assertThat(troubles.sentences()).isEmpty();
        assertThat(troubles.damaged()).isFalse();
        assertThat(troubles.excuse()).isEmpty();
        for (Scope scope : Scope.values()) {
            assertThat(troubles.touching(scope)).isEmpty();
        }
        for (Verdict verdict : Verdict.values()) {
            assertThat(troubles.fair(verdict)).isEqualTo(verdict);
        }
    }

    @Test
    void aTroubleTouchesItsScopesAndNoOthers() {
        troubles.add("late", Scope.TIME, Scope.LOSS);
        assertThat(troubles.none()).isFalse();
        assertThat(troubles.touching(Scope.TIME)).contains("late");
        assertThat(troubles.touching(Scope.LOSS)).contains("late");
        assertThat(troubles.touching(Scope.CONSUMERS)).isEmpty();
        assertThat(troubles.fair(Verdict.FAIL)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void theFirstTroubleThatTouchesAFigureIsTheOneThatIsNamed() {
        troubles.add("of owners", Scope.OWNERSHIP);
        troubles.add("of everything", Scope.ALL);
        troubles.add("of time", Scope.TIME);
        assertThat(troubles.touching(Scope.TIME)).contains("of everything");
        assertThat(troubles.touching(Scope.OWNERSHIP)).contains("of owners");
        assertThat(troubles.sentences()).containsExactly("of owners", "of everything", "of time");
    }

    @Test
    void whatIsSaidTwiceStandsThereOnceAndTouchesBoth() {
        troubles.add("twice", Scope.TIME);
        troubles.add("twice", Scope.LOSS, Scope.DUPLICATES);
        assertThat(troubles.sentences()).containsExactly("twice");
        assertThat(troubles.touching(Scope.TIME)).contains("twice");
        assertThat(troubles.touching(Scope.LOSS)).contains("twice");
        assertThat(troubles.touching(Scope.DUPLICATES)).contains("twice");
    }

    @Test
    void damageFailsAsEverAndIsKnownToBeDamage() {
        troubles.damage("cut", Scope.CONSUMERS, Scope.LOSS);
        assertThat(troubles.damaged()).isTrue();
        assertThat(troubles.touching(Scope.CONSUMERS)).contains("cut");
        assertThat(troubles.touching(Scope.LOSS)).contains("cut");
        assertThat(troubles.touching(Scope.TIME)).isEmpty();
        assertThat(troubles.fair(Verdict.FAIL)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void whatIsOursIsNoDamageAndNobodysFailure() {
        troubles.ours("our own pause");
        troubles.ours("another");
        assertThat(troubles.damaged()).isFalse();
        assertThat(troubles.touching(Scope.DUPLICATES)).contains("our own pause");
        assertThat(troubles.excuse()).contains("our own pause");
        assertThat(troubles.fair(Verdict.FAIL)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(troubles.fair(Verdict.PASS)).isEqualTo(Verdict.PASS);
        assertThat(troubles.sentences()).containsExactly("our own pause", "another");
    }

    @Test
    void withoutAGroundNothingIsCertainToMissItsLimit() {
        troubles.baseless("the timeline was altered");
        troubles.baseless("the scenario was altered");
        assertThat(troubles.damaged()).isTrue();
        assertThat(troubles.excuse()).contains("the timeline was altered");
        assertThat(troubles.fair(Verdict.FAIL)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(troubles.touching(Scope.OWNERSHIP)).contains("the timeline was altered");
    }

    @Test
    void whatWasNotReadAtAllIsTheOnlyTrouble() {
        troubles.add("before", Scope.TIME);
        troubles.unread("of a newer version");
        troubles.add("after", Scope.TIME);
        assertThat(troubles.sentences()).containsExactly("of a newer version");
        assertThat(troubles.damaged()).isTrue();
        assertThat(troubles.fair(Verdict.FAIL)).isEqualTo(Verdict.INCONCLUSIVE);
    }
}
