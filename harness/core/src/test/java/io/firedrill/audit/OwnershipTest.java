package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.OwnershipDeclared;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** us-east owns from 10 on, us-west from 20, us-east again from 30, and once more from 40. */
class OwnershipTest {
    private static final int EAST = 0;
    private static final int WEST = 1;

    private final Ownership ownership = of(
            new OwnershipDeclared(30, 3, "us-east", "all"),
            new OwnershipDeclared(10, 1, "us-east", "all"),
            new OwnershipDeclared(20, 2, "us-west", "all"),
            new OwnershipDeclared(40, 4, "us-east", "all"));

    private static Ownership of(OwnershipDeclared... epochs) {
        List<TimelineEvent> events = new ArrayList<>(List.of(epochs));
        return Ownership.of(new Timeline(events, List.of(), false), List.of("us-east", "us-west"));
    }

    @Test
    void anEpochBeginsWithItsDeclarationAndTheFirstCoversWhatWasBefore() {
        assertThat(ownership.at(Long.MIN_VALUE)).isEqualTo(EAST);
        assertThat(ownership.at(19)).isEqualTo(EAST);
        assertThat(ownership.at(20)).isEqualTo(WEST);
        assertThat(ownership.at(29)).isEqualTo(WEST);
        assertThat(ownership.at(30)).isEqualTo(EAST);
        assertThat(ownership.at(Long.MAX_VALUE)).isEqualTo(EAST);
        assertThat(List.of(9, 10, 19, 20, 29, 30, 39, 40, 50))
                .extracting(ownership::epoch)
                .containsExactly(0, 0, 0, 1, 1, 2, 2, 3, 3);
        assertThat(ownership.epochs()).isEqualTo(4);
        assertThat(ownership.declared()).isTrue();
    }

    @Test
    void aRegionOwnsWithinAnIntervalWhenItDoesAtAnyInstantOfIt() {
        assertThat(ownership.ownedWithin(WEST, 0, 19)).isFalse();
        assertThat(ownership.ownedWithin(WEST, 0, 20)).isTrue();
        assertThat(ownership.ownedWithin(WEST, 29, 29)).isTrue();
        assertThat(ownership.ownedWithin(WEST, 30, 100)).isFalse();
        assertThat(ownership.ownedWithin(EAST, 20, 29)).isFalse();
        assertThat(ownership.ownedWithin(EAST, 20, 30)).isTrue();
        assertThat(ownership.ownedWithin(EAST, 19, 25)).isTrue();
    }

    @Test
    void ownershipChangesWhenAnotherRegionTakesOver() {
        assertThat(ownership.changedWithin(10, 19)).isFalse();
        assertThat(ownership.changedWithin(10, 20)).isTrue();
        assertThat(ownership.changedWithin(20, 29)).isFalse();
        assertThat(ownership.changedWithin(29, 30)).isTrue();
        // us-east had it already.
        assertThat(ownership.changedWithin(30, 100)).isFalse();
    }

    @Test
    void theNextEpochOfARegionIsTheFirstThatBeginsLater() {
        assertThat(ownership.nextStart(WEST, 0)).isEqualTo(20);
        assertThat(ownership.nextStart(WEST, 19)).isEqualTo(20);
        assertThat(ownership.nextStart(WEST, 20)).isEqualTo(Long.MAX_VALUE);
        assertThat(ownership.nextStart(EAST, 0)).isEqualTo(30);
        assertThat(ownership.nextStart(EAST, 30)).isEqualTo(40);
    }

    @Test
    void ofTwoDeclarationsAtOneInstantTheLaterEpochCounts() {
        Ownership both =
                of(new OwnershipDeclared(10, 2, "us-west", "all"), new OwnershipDeclared(10, 1, "us-east", "all"));
        assertThat(both.at(10)).isEqualTo(WEST);
    }

    @Test
    void whereNothingWasDeclaredNobodyOwns() {
        Ownership none = of();
        assertThat(none.declared()).isFalse();
        assertThat(none.epochs()).isZero();
        assertThat(none.at(5)).isEqualTo(-1);
        assertThat(none.ownedWithin(EAST, 0, 5)).isFalse();
        assertThat(none.changedWithin(0, 5)).isFalse();
        assertThat(none.nextStart(EAST, 0)).isEqualTo(Long.MAX_VALUE);
    }
}
