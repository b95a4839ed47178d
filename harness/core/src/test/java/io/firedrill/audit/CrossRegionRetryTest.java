package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.WEST_ORDERS;
import static io.firedrill.audit.FewFacts.flow;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.scenario.ReplicationSpec.Policy;
import org.junit.jupiter.api.Test;

/** One id that a service handed to two regions, and of which both attempts show. */
class CrossRegionRetryTest {
    private static final String FIRST = "us-east/order-service-0/1/0";

    private final FewFacts drill = new FewFacts();
    private final CrossRegionRetry fold = new CrossRegionRetry();

    /** Handed to both regions, and in no log. */
    private Id retried(long sequence) {
        Id id = drill.sent(EAST, order(EAST, sequence), 7, 100);
        return drill.sent(WEST, id, 7, 200);
    }

    @Test
    void aRecordInTheOwnLogsOfBothRegionsIsOne() {
        Id id = retried(0);
        drill.scanned(EAST, ORDERS, 0, 0, id);
        drill.scanned(WEST, ORDERS, 0, 0, id);
        assertThat(drill.names(fold)).containsExactly(FIRST);
        assertThat(drill.examples(fold)).singleElement().asString().endsWith(", written in another region as well");
    }

    @Test
    void aRecordInOneOwnLogOnlyIsNone() {
        drill.scanned(EAST, ORDERS, 0, 0, retried(0));
        drill.scanned(WEST, ORDERS, 0, 0, retried(1));
        retried(2);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void aCopyThatCameOfTheOtherAttemptBesideTheFirstShowsBoth() {
        Id id = retried(0);
        drill.scanned(EAST, ORDERS, 0, 0, id);
        // Mirrored from us-west, whose own log has lost it.
        drill.scanned(EAST, WEST_ORDERS, 0, 0, id);
        assertThat(drill.names(fold)).containsExactly(FIRST);
    }

    @Test
    void aCopyOfTheFirstAttemptElsewhereShowsOneOnly() {
        Id id = retried(0);
        drill.scanned(EAST, ORDERS, 0, 0, id);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, id);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void aCopyOfTheOtherAttemptWithoutTheFirstShowsOneOnly() {
        Id id = retried(0);
        drill.scanned(EAST, WEST_ORDERS, 0, 0, id);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void aCopyThatNoFlowCarriesShowsNothing() {
        drill.flows.remove(1);
        Id id = retried(0);
        drill.scanned(EAST, ORDERS, 0, 0, id);
        drill.scanned(EAST, WEST_ORDERS, 0, 0, id);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void whereCopiesKeepTheNameOneCopyIsNotTwoAttempts() {
        drill.flows.clear();
        drill.flows.add(flow(Policy.IDENTITY, "us-west", "us-east", "orders"));
        drill.scanned(EAST, ORDERS, 0, 0, retried(0));
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void aSessionThatSendsToTwoRegionsRetriedOnlyWhatItSentToBoth() {
        // Of 1 us-east was sent nothing, of 2 us-west; both are where they should not be.
        drill.written(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        drill.written(WEST, order(EAST, 1), 7, 0, 1, 100, 101);
        drill.scanned(EAST, ORDERS, 0, 1, order(EAST, 1));
        drill.written(EAST, order(EAST, 2), 7, 0, 2, 100, 101);
        drill.scanned(WEST, ORDERS, 0, 2, order(EAST, 2));
        drill.written(WEST, order(EAST, 3), 7, 0, 3, 100, 101);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void whereEitherRegionWasNotScannedNobodyKnows() {
        for (int region : new int[] {EAST, WEST}) {
            FewFacts one = new FewFacts();
            one.sent(WEST, one.sent(EAST, order(EAST, 0), 7, 100), 7, 200);
            one.unscanned.add(region);
            assertThat(one.ask(fold))
                    .isEqualTo(new Answer.Unsettled(
                            "the logs of " + (region == EAST ? "us-east" : "us-west") + " were not scanned whole"));
        }
    }

    @Test
    void aRegionThatNobodyRetriedToIsNotNeeded() {
        drill.unscanned.add(NORTH);
        drill.written(NORTH, order(NORTH, 0), 7, 0, 0, 100, 101);
        retried(0);
        assertThat(drill.names(fold)).isEmpty();
    }
}
