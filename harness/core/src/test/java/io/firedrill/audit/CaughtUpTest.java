package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static io.firedrill.audit.ToldFacts.EAST;
import static io.firedrill.audit.ToldFacts.INVOICES;
import static io.firedrill.audit.ToldFacts.MIRROR;
import static io.firedrill.audit.ToldFacts.ORDERS;
import static io.firedrill.audit.ToldFacts.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.JournalState;
import io.firedrill.evidence.TimelineEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * T6 where the baseline began at 10 s, T0 is at 30 s, T5 at 35 s and the transition ends at 60 s: two hundred samples of a baseline, of
 * which two may lag more than is allowed later. Times are milliseconds.
 */
class CaughtUpTest {
    private ToldFacts told = new ToldFacts(catalogue());
    private final List<long[]> deliveries = new ArrayList<>();
    private long sequence;
    private long until = 60_000;
    private long t0 = 30 * SECOND;

    private static Catalogue catalogue() {
        return ToldFacts.catalogue(
                List.of(
                        new Catalogue.Producer("order-service-0", "order-service", ORDERS, 10, 100),
                        new Catalogue.Producer("invoices-0", "invoices", INVOICES, 10, 100)),
                List.of(
                        new Catalogue.Group("billing", "billing", List.of(0, 1, 2)),
                        new Catalogue.Group("audit", "audit", List.of(INVOICES))));
    }

    /** Its logs were scanned whole. */
    private void scanned(String region, int index) {
        told.events.add(new TimelineEvent.ScanFinished(110 * SECOND, region, true, ""));
        told.facts
                .scans()
                .add(new Facts.Journal(region, index, 0, new JournalState(region, 0, 1, 1, true, List.of()), 0, 0));
    }

    @BeforeEach
    void baseline() {
        told.events.add(new TimelineEvent.LoadStarted(8 * SECOND));
        told.events.add(new TimelineEvent.BaselineSteady(20 * SECOND, 10 * SECOND, 0, 0));
        told.events.add(new TimelineEvent.LoadStopped(100 * SECOND));
        scanned("us-east", EAST);
        scanned("us-west", WEST);
    }

    /** An order, acknowledged and delivered. */
    private void order(long acked, long delivered) {
        record(ORDERS, acked, delivered);
    }

    private void record(int topic, long acked, long delivered) {
        int producer = topic == ORDERS ? 0 : 1;
        told.sending(EAST).sent(EAST, producer, 1, sequence, 0, topic, 100, 0, 0);
        told.sending(EAST).acked(EAST, producer, 1, sequence, topic, 0, sequence, acked * MILLI);
        if (delivered >= 0) {
            deliveries.add(new long[] {topic, sequence, delivered});
        }
        sequence++;
    }

    private void neverDelivered(long acked) {
        order(acked, -1);
    }

    private @Nullable Long t6() {
        FactSink reading = told.reading(EAST);
        for (long[] of : deliveries) {
            int topic = (int) of[0];
            reading.delivered(
                    topic == ORDERS ? 0 : 1,
                    0,
                    topic,
                    0,
                    of[1],
                    EAST,
                    topic == ORDERS ? 0 : 1,
                    1,
                    of[1],
                    of[2] * MILLI,
                    true);
        }
        TransitionFacts transition = new TransitionFacts(
                "to-west",
                "failover",
                "us-east",
                "us-west",
                false,
                false,
                t0,
                t0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                OptionalLong.empty(),
                until * MILLI);
        Long at = CaughtUp.after(told.dossier(new SyntheticDrill().scenario()), transition, 35 * SECOND);
        return at == null ? null : Long.valueOf(at / MILLI);
    }

    @Test
    void whereNothingWaitsItIsCaughtUpAtOnce() {
        order(34_000, 34_100);
        order(36_000, 36_100);
        assertThat(t6()).isEqualTo(35_000);
    }

    @Test
    void itIsCaughtUpWhenTheLastThatWaitsIsDelivered() {
        order(34_000, 36_000);
        order(34_000, 37_000);
        assertThat(t6()).isEqualTo(37_000);
    }

    @Test
    void whatIsAcknowledgedAndDeliveredAtT5DoesNotWait() {
        order(34_000, 35_000);
        assertThat(t6()).isEqualTo(35_000);
    }

    @Test
    void whatIsAcknowledgedAtT5Waits() {
        order(35_000, 36_000);
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void whatIsAcknowledgedMeanwhileWaitsToo() {
        order(34_000, 36_000);
        order(34_000, 36_000);
        order(35_500, 38_000);
        assertThat(t6()).isEqualTo(38_000);
    }

    @Test
    void whatIsAcknowledgedAtTheInstantOfADeliveryWaits() {
        order(34_000, 36_000);
        order(36_000, 37_000);
        assertThat(t6()).isEqualTo(37_000);
    }

    @Test
    void deliveriesAtOneInstantCountTogether() {
        order(34_000, 36_000);
        order(34_000, 36_000);
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void whatComesAfterTheTransitionsEndIsNotItsOwn() {
        order(34_000, 60_000);
        assertThat(t6()).isEqualTo(60_000);
        until = 59_999;
        assertThat(t6()).isNull();
    }

    @Test
    void whatIsAcknowledgedAsTheTransitionEndsWaitsThen() {
        order(34_000, 60_000);
        order(60_000, 61_000);
        assertThat(t6()).isNull();
    }

    @Test
    void whatWasDeliveredAtT5IsNotDeliveredAfterIt() {
        order(34_000, 35_000);
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void whatNoLogHoldsKeepsNobodyWaiting_andWhatOneHoldsDoesForEver() {
        neverDelivered(34_000);
        assertThat(t6()).isEqualTo(35_000);
        told.scanning(EAST).scanned(ORDERS, 0, 0, EAST, 0, 1, 0, 0, 0, 100, 7, true);
        assertThat(t6()).isNull();
    }

    @Test
    void whatALogMayHoldThatWasNotScannedWholeWaitsForEver() {
        neverDelivered(34_000);
        told.facts.scans().clear();
        assertThat(t6()).isNull();
        scanned("us-west", WEST);
        assertThat(t6()).isNull();
    }

    @Test
    void whatALogMayHaveLostWaitsForEver() {
        neverDelivered(34_000);
        told.events.add(new TimelineEvent.TopicRecreated(50 * SECOND, "us-east", "orders"));
        assertThat(t6()).isNull();
    }

    @Test
    void whatTheLogsHoldWhereNobodyReadsYetKeepsNobodyWaiting() {
        // billing is not read in us-west before 70 s, when this transition is over.
        neverDelivered(34_000);
        told.events.add(new TimelineEvent.ServiceSwitched(70 * SECOND, "later", "billing", "us-west"));
        told.scanning(WEST).scanned(MIRROR, 0, 0, EAST, 0, 1, 0, 0, 0, 100, 7, true);
        assertThat(t6()).isEqualTo(35_000);
    }

    @Test
    void whatTheLogsHoldWhereTheGroupIsReadWhenTheTransitionIsOverWaits_thoughItIsReadElsewhereLater() {
        neverDelivered(34_000);
        told.events.add(new TimelineEvent.ServiceSwitched(34 * SECOND, "to-west", "billing", "us-west"));
        told.events.add(new TimelineEvent.ServiceSwitched(70 * SECOND, "later", "billing", "us-east"));
        told.scanning(WEST).scanned(MIRROR, 0, 0, EAST, 0, 1, 0, 0, 0, 100, 7, true);
        assertThat(t6()).isNull();
    }

    @Test
    void whatWasNeverAcknowledgedKeepsNobodyWaiting() {
        told.sending(EAST).sent(EAST, 0, 1, 0, 0, ORDERS, 100, 0, 0);
        told.scanning(EAST).scanned(ORDERS, 0, 0, EAST, 0, 1, 0, 0, 0, 100, 7, true);
        assertThat(t6()).isEqualTo(35_000);
    }

    @Test
    void asManyMayWaitAsDidInMoreThanAHundredthOfTheBaseline() {
        // At 12.1 s, 12.2 s and 12.3 s one waits: at three samples of two hundred.
        order(12_100, 12_400);
        order(34_000, 36_000);
        order(34_000, 37_000);
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void inAHundredthOfTheBaselineMoreMayHaveWaited() {
        order(12_101, 12_400);
        order(34_000, 36_000);
        order(34_000, 37_000);
        assertThat(t6()).isEqualTo(37_000);
    }

    @Test
    void whatWaitedWhenTheBaselineBeganWaitedInIt() {
        order(9_000, 10_201);
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(35_000);
    }

    @Test
    void aSampleIsTakenWhenTheBaselineBegins() {
        order(9_000, 10_200);
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void whatWasDeliveredBeforeTheBaselineBeganDidNotWaitInIt() {
        order(9_000, 9_900);
        order(9_000, 10_000);
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void whatWaitedSinceT0IsNoBaseline() {
        // The last samples are at 29.8 s and 29.9 s.
        order(29_750, 33_000);
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void theLastSamplesOfTheBaselineCount() {
        order(29_700, 33_000);
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(35_000);
    }

    private static TimelineEvent fault(long effectMillis, boolean observed) {
        return new TimelineEvent.FaultApplied(
                29 * SECOND,
                new FaultReceipt(
                        "cut-link",
                        "us-east",
                        "",
                        "proxy",
                        14 * SECOND,
                        15 * SECOND,
                        List.of(),
                        observed,
                        effectMillis * MILLI,
                        effectMillis * MILLI,
                        "the canary failed"),
                "");
    }

    @Test
    void whatWaitedSinceAnEarlierFaultIsNotUsual() {
        order(21_000, 29_000);
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(35_000);
        told.events.add(fault(21_000, true));
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void whatWaitedInAnEarlierTransitionIsNotUsual() {
        order(21_000, 29_000);
        order(34_000, 36_000);
        told.events.add(new TimelineEvent.Detected(21 * SECOND, "to-west", "probe"));
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void aFaultThatNobodySawTheEffectOfMayHaveBegunWithItsCall() {
        order(21_000, 29_000);
        order(34_000, 36_000);
        told.events.add(fault(29_000, false));
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void aFaultThatWasOnWhenTheBaselineBeganIsUsual() {
        order(21_000, 29_000);
        order(34_000, 36_000);
        told.events.add(fault(10_000, true));
        assertThat(t6()).isEqualTo(35_000);
    }

    @Test
    void everyGroupMustHaveCaughtUpWithWhatItReads() {
        order(34_000, 36_000);
        record(INVOICES, 34_000, 38_000);
        assertThat(t6()).isEqualTo(38_000);
    }

    @Test
    void theGroupThatIsLastTells() {
        order(34_000, 39_000);
        record(INVOICES, 34_000, 38_000);
        assertThat(t6()).isEqualTo(39_000);
    }

    @Test
    void aGroupThatFallsBehindAgainBeforeTheOthersHaveCaughtUpIsWaitedForAgain() {
        order(36_000, 60_000);
        record(INVOICES, 34_000, 38_000);
        assertThat(t6()).isEqualTo(60_000);
    }

    @Test
    void aGroupThatIsFoundBehindLaterSendsBackToTheFirst() {
        // Orders wait until 36 s and from 37.5 s to 40 s, invoices until 38 s and from 39 s to 41 s.
        order(34_000, 36_000);
        order(37_500, 40_000);
        record(INVOICES, 34_000, 38_000);
        record(INVOICES, 39_000, 41_000);
        assertThat(t6()).isEqualTo(41_000);
    }

    @Test
    void groupsThatAreNeverCaughtUpTogetherNeverAre() {
        order(36_000, 60_001);
        record(INVOICES, 34_000, 38_000);
        assertThat(t6()).isNull();
    }

    @Test
    void aTransitionThatBeganBeforeTheBaselineAllowsNothing() {
        told = new ToldFacts(catalogue());
        told.events.add(new TimelineEvent.LoadStarted(8 * SECOND));
        told.events.add(new TimelineEvent.BaselineSteady(50 * SECOND, 40 * SECOND, 0, 0));
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(36_000);
    }

    @Test
    void aBaselineOfNoDrillHasNoLagThatWouldBeAllowed() {
        order(34_000, 36_000);
        for (long absurd : new long[] {Long.MIN_VALUE, 9 * SECOND, Long.MAX_VALUE / 2}) {
            t0 = absurd;
            assertThat(t6()).isEqualTo(36_000);
        }
    }

    @Test
    void aBaselineThatBeganAtTheBeginningOfAllTimesIsNone() {
        told.events.removeIf(TimelineEvent.BaselineSteady.class::isInstance);
        told.events.add(new TimelineEvent.BaselineSteady(20 * SECOND, Long.MIN_VALUE, 0, 0));
        order(34_000, 36_000);
        assertThat(t6()).isEqualTo(36_000);
    }
}
