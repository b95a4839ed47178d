package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static io.firedrill.audit.ToldFacts.EAST;
import static io.firedrill.audit.ToldFacts.INVOICES;
import static io.firedrill.audit.ToldFacts.ORDERS;
import static io.firedrill.audit.ToldFacts.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When partitions took and delivered records again. An order is due each 100 ms from 10 s on, the baseline begins at 15 s, T0 is between
 * 30 s and 30.05 s; nothing counts from 60 s on. Times are milliseconds.
 */
class OutageTest {
    private static final long T0 = 30_000;
    private static final long NEVER = -1;

    private ToldFacts told = new ToldFacts(ToldFacts.catalogue(
            List.of(
                    new Catalogue.Producer("order-service-0", "order-service", ORDERS, 10, 100),
                    new Catalogue.Producer("invoices-0", "invoices", INVOICES, 10, 100)),
            List.of(
                    new Catalogue.Group("billing", "billing", List.of(0, 1, 2)),
                    new Catalogue.Group("audit", "audit", List.of(INVOICES)))));

    private final List<Runnable> deliveries = new ArrayList<>();
    private final Scenario scenario = new SyntheticDrill().scenario();
    private final long[] next = new long[2];
    private FactSink[] readers = {};
    private long untilMillis = 60_000;

    @BeforeEach
    void load() {
        told.events.add(new TimelineEvent.LoadStarted(10 * SECOND));
        told.events.add(new TimelineEvent.BaselineSteady(20 * SECOND, 15 * SECOND, 0, 0));
        told.events.add(new TimelineEvent.LoadStopped(70 * SECOND));
    }

    private TransitionFacts transition() {
        return transition(30_050 * MILLI);
    }

    private TransitionFacts transition(long t0To) {
        return new TransitionFacts(
                "to-west",
                "failover",
                "us-east",
                "us-west",
                false,
                false,
                T0 * MILLI,
                t0To,
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                OptionalLong.empty(),
                untilMillis * MILLI);
    }

    /** Of a key that goes to the partition of the same number. */
    private long order(int region, long key, long intended, long invoked, long acked) {
        long sequence = next[region]++;
        told.sending(region).sent(region, 0, 1, sequence, key, ORDERS, 100, intended * MILLI, invoked * MILLI);
        if (acked != NEVER) {
            told.acked(region, sequence, (int) key, sequence, acked * MILLI);
        }
        return sequence;
    }

    /** Orders of one partition, each answered at once, in [from, until). */
    private void steady(int region, long key, long from, long until) {
        for (long at = from; at < until; at += 100) {
            order(region, key, at, at, at + 5);
        }
    }

    private Dossier dossier() {
        readers = new FactSink[] {told.reading(EAST), told.reading(WEST)};
        deliveries.forEach(Runnable::run);
        return told.dossier(scenario);
    }

    private static List<Long> millis(List<Long> times) {
        return times.stream()
                .map(at -> at == RefTimes.NEVER ? Long.valueOf(NEVER) : Long.valueOf(at / MILLI))
                .toList();
    }

    /** T4w of each partition; T0 is no outage. */
    private List<Long> firstAcks() {
        Dossier dossier = dossier();
        Schedules schedules = new Schedules(dossier);
        TransitionFacts transition = transition();
        return millis(new FirstAcks(
                        dossier,
                        transition,
                        schedules,
                        new KeyPartitions(dossier.facts()),
                        new LeftOut(transition, schedules))
                .of(List.of(0)));
    }

    @Test
    void aPartitionWhoseSendsCameOnAsBeforeNeverFailed() {
        steady(EAST, 0, 10_000, 60_000);
        assertThat(firstAcks()).containsExactly(T0);
    }

    @Test
    void theNextSendMayComeAsLateAsOneCameBefore() {
        steady(EAST, 0, 10_000, 30_100);
        order(EAST, 0, 30_100, 30_150, 30_160);
        steady(EAST, 0, 30_200, 60_000);
        assertThat(firstAcks()).containsExactly(T0);
    }

    @Test
    void aGapThatAnEarlierFaultMadeIsNotHowOftenSendsCome() {
        steady(EAST, 0, 10_000, 25_000);
        steady(EAST, 0, 26_000, 30_100);
        order(EAST, 0, 30_100, 30_700, 30_705);
        steady(EAST, 0, 30_800, 60_000);
        told.events.add(new TimelineEvent.FaultApplied(
                25 * SECOND,
                new FaultReceipt(
                        "cut-link",
                        "us-east",
                        "",
                        "proxy",
                        25 * SECOND,
                        25 * SECOND,
                        List.of(),
                        true,
                        24 * SECOND,
                        25 * SECOND,
                        "the canary failed"),
                ""));
        assertThat(firstAcks()).containsExactly(30_705L);
    }

    @Test
    void aSendThatCameLaterThanAnyBeforeEndsAnOutage() {
        steady(EAST, 0, 10_000, 30_100);
        order(EAST, 0, 30_100, 30_151, 30_160);
        steady(EAST, 0, 30_200, 60_000);
        assertThat(firstAcks()).containsExactly(30_160L);
    }

    @Test
    void aNextSendThatWasAnsweredTooLateEndsAnOutage_whicheverWasAnsweredFirst() {
        steady(EAST, 0, 10_000, 30_100);
        order(EAST, 0, 30_100, 30_100, 31_101);
        steady(EAST, 0, 30_200, 60_000);
        assertThat(firstAcks()).containsExactly(30_205L);
    }

    @Test
    void aNextSendThatWasAnsweredWithinTheLimitIsNoOutage() {
        steady(EAST, 0, 10_000, 30_100);
        order(EAST, 0, 30_100, 30_100, 31_100);
        steady(EAST, 0, 30_200, 60_000);
        assertThat(firstAcks()).containsExactly(T0);
    }

    @Test
    void aSendThatT0FoundUnderWayMustHaveBeenAnsweredInTimeToo() {
        steady(EAST, 0, 10_000, 29_900);
        order(EAST, 0, 29_900, 29_900, 30_901);
        steady(EAST, 0, 30_000, 60_000);
        assertThat(firstAcks()).containsExactly(30_105L);
    }

    @Test
    void aSendThatHadBeenAnsweredBeforeT0IsNotUnderWay_norOneThatWasTooLateAlready() {
        steady(EAST, 0, 10_000, 28_900);
        order(EAST, 0, 28_900, 28_900, 29_999);
        // More than the limit before T0.
        order(EAST, 0, 28_999, 28_999, 31_000);
        steady(EAST, 0, 29_000, 60_000);
        assertThat(firstAcks()).containsExactly(T0);
    }

    @Test
    void aSendThatWasDueTheLimitBeforeT0IsUnderWay() {
        steady(EAST, 0, 10_000, 29_000);
        order(EAST, 0, 29_000, 29_000, 30_001);
        steady(EAST, 0, 29_100, 60_000);
        assertThat(firstAcks()).containsExactly(30_105L);
    }

    @Test
    void aSendThatWasAnsweredAtT0WasUnderWay() {
        steady(EAST, 0, 10_000, 28_990);
        order(EAST, 0, 29_000, 29_000, 30_000);
        steady(EAST, 0, 29_100, 60_000);
        assertThat(firstAcks()).containsExactly(T0);
    }

    @Test
    void aPartitionThatTookNothingAgainHasNoEnd() {
        steady(EAST, 0, 10_000, 30_000);
        assertThat(firstAcks()).containsExactly(NEVER);
    }

    @Test
    void whatIsDueOnceTheTransitionEndedIsNotItsOwn() {
        steady(EAST, 0, 10_000, 30_000);
        order(WEST, 0, 40_000, 40_000, 40_007);
        assertThat(firstAcks()).containsExactly(40_007L);
        untilMillis = 40_000;
        assertThat(firstAcks()).containsExactly(NEVER);
    }

    @Test
    void aPartitionThatWasFirstUsedAfterT0DidNotFail() {
        steady(EAST, 0, 10_000, 60_000);
        order(EAST, 2, 40_050, 40_050, 40_055);
        assertThat(firstAcks()).containsExactly(T0);
    }

    @Test
    void aSendInvokedAtT0IsOfBeforeIt() {
        steady(EAST, 0, 10_000, 30_000);
        order(EAST, 0, 30_000, 30_050, 30_055);
        assertThat(firstAcks()).containsExactly(NEVER);
    }

    @Test
    void anAcknowledgementOfARegionThatDoesNotOwnTheKeyIsNone() {
        told.events.add(new TimelineEvent.OwnershipDeclared(9 * SECOND, 1, "us-east", "all"));
        told.events.add(new TimelineEvent.OwnershipDeclared(30_060 * MILLI, 2, "us-west", "all"));
        steady(EAST, 0, 10_000, 40_000);
        steady(WEST, 0, 40_000, 60_000);
        assertThat(firstAcks()).containsExactly(40_005L);
    }

    @Test
    void aSendThatWasNeverMadeMayHaveBeenForAnyPartition() {
        for (long at = 10_000; at < 60_000; at += 100) {
            if (at != 30_100) {
                order(EAST, (at / 100) % 2, at, at, at + 5);
            }
        }
        // Orders of a partition come 200 ms apart: partition 0 at 30.2 s, when that of 30.1 s was left out, and
        // partition 1 at 30.3 s.
        assertThat(firstAcks()).containsExactly(30_205L, 30_305L);
    }

    @Test
    void aSendOfAKeyThatNobodyAcknowledgedMayHaveBeenForAnyPartition() {
        for (long at = 10_000; at < 60_000; at += 100) {
            if (at == 30_200) {
                order(EAST, 77, at, at, NEVER);
            } else {
                order(EAST, 0, at, at, at + 5);
            }
        }
        assertThat(firstAcks()).as("the next had come before").containsExactly(T0);
    }

    @Test
    void aSendOfAKeyThatNobodyAcknowledgedBeforeTheNextIsAnOutageOfEach() {
        for (long at = 10_000; at < 60_000; at += 100) {
            if (at == 30_100) {
                order(EAST, 77, at, at, NEVER);
            } else {
                order(EAST, at % 200 == 0 ? 0 : 1, at, at, at + 5);
            }
        }
        assertThat(firstAcks()).containsExactly(30_205L, 30_305L);
    }

    @Test
    void aSendUnderWayOfAKeyThatNobodyAcknowledgedIsAnOutageOfEach() {
        steady(EAST, 0, 10_000, 29_900);
        order(EAST, 77, 29_900, 29_900, NEVER);
        steady(EAST, 0, 30_000, 60_000);
        assertThat(firstAcks()).containsExactly(30_105L);
    }

    @Test
    void aSendOfAnUnknownKeyThatWasTooLateBeforeT0IsNot() {
        steady(EAST, 0, 10_000, 28_900);
        order(EAST, 77, 28_900, 28_900, NEVER);
        steady(EAST, 0, 29_000, 60_000);
        assertThat(firstAcks()).containsExactly(T0);
    }

    @Test
    void theEarliestOfWhatWasLeftOutCounts() {
        steady(EAST, 0, 10_000, 40_000);
        LeftOut leftOut = new LeftOut(transition(), new Schedules(dossier()));
        assertThat(leftOut.until(ORDERS, 39_999 * MILLI)).isFalse();
        assertThat(leftOut.until(ORDERS, 40_000 * MILLI)).isTrue();
        leftOut.unplaced(ORDERS, 35_000 * MILLI);
        leftOut.unplaced(ORDERS, 36_000 * MILLI);
        assertThat(leftOut.until(ORDERS, 34_999 * MILLI)).isFalse();
        assertThat(leftOut.until(ORDERS, 35_000 * MILLI)).isTrue();
        assertThat(leftOut.until(INVOICES, T0 * MILLI)).isTrue();
        assertThat(leftOut.until(INVOICES, T0 * MILLI - 1)).isFalse();
        assertThat(leftOut.until(ToldFacts.MIRROR, 69_000 * MILLI)).isFalse();
    }

    /** An order that is delivered where and when it is said. */
    private void read(int region, long key, long at, int in, long delivered) {
        long sequence = order(region, key, at, at, at + 5);
        deliveries.add(() -> readers[in].delivered(
                0, 0, ORDERS, (int) key, sequence, region, 0, 1, sequence, delivered * MILLI, true));
    }

    private void steadilyRead(int region, long key, long from, long until) {
        for (long at = from; at < until; at += 100) {
            read(region, key, at, region, at + 8);
        }
    }

    /** T4r of each partition; T0 is no outage. */
    private List<Long> firstDeliveries() {
        Dossier dossier = dossier();
        TransitionFacts transition = transition();
        return millis(new FirstDeliveries(dossier, transition, new LeftOut(transition, new Schedules(dossier)))
                .of("billing", 0));
    }

    @Test
    void aPartitionThatWasReadOnAsBeforeNeverFailed() {
        steadilyRead(EAST, 0, 10_000, 70_000);
        assertThat(firstDeliveries()).containsExactly(T0);
    }

    @Test
    void aPartitionThatWasReadLaterThanEverBeforeHadAnOutage() {
        steadilyRead(EAST, 0, 10_000, 30_100);
        read(EAST, 0, 30_100, EAST, 30_151);
        steadilyRead(EAST, 0, 30_200, 70_000);
        assertThat(firstDeliveries()).containsExactly(30_151L);
    }

    @Test
    void aPartitionMayBeReadAsLateAsEverBefore() {
        steadilyRead(EAST, 0, 10_000, 30_100);
        read(EAST, 0, 30_100, EAST, 30_150);
        steadilyRead(EAST, 0, 30_200, 70_000);
        assertThat(firstDeliveries()).containsExactly(T0);
    }

    @Test
    void onlyWhatWasSentAfterT0EndsAnOutageOfReads() {
        steadilyRead(EAST, 0, 10_000, 29_900);
        read(EAST, 0, 29_900, EAST, 33_000);
        // Invoked when T0 may have been.
        long sequence = order(EAST, 0, 30_000, 30_050, 30_055);
        deliveries.add(
                () -> readers[EAST].delivered(0, 0, ORDERS, 0, sequence, EAST, 0, 1, sequence, 33_500 * MILLI, true));
        read(EAST, 0, 30_100, EAST, 34_000);
        read(EAST, 0, 30_200, EAST, 33_800);
        assertThat(firstDeliveries()).containsExactly(33_800L);
    }

    @Test
    void onlyTheFirstDeliveryWhereTheGroupIsNowActiveCounts() {
        told.events.add(new TimelineEvent.ServiceSwitched(32 * SECOND, "to-west", "billing", "us-west"));
        steadilyRead(EAST, 0, 10_000, 30_000);
        read(WEST, 0, 35_000, EAST, 35_100);
        read(WEST, 0, 36_000, WEST, 36_100);
        // Given to the group in us-east before.
        long again = order(WEST, 0, 35_500, 35_500, 35_505);
        deliveries.add(() -> readers[EAST].delivered(0, 0, ORDERS, 0, again, WEST, 0, 1, again, 35_600 * MILLI, true));
        deliveries.add(() -> readers[WEST].delivered(0, 0, ORDERS, 0, again, WEST, 0, 1, again, 35_700 * MILLI, true));
        assertThat(firstDeliveries()).containsExactly(36_100L);
    }

    @Test
    void whatIsDeliveredOnceTheTransitionEndedIsNotItsOwn() {
        steadilyRead(EAST, 0, 10_000, 30_000);
        read(EAST, 0, 40_000, EAST, 40_008);
        assertThat(firstDeliveries()).containsExactly(40_008L);
        untilMillis = 40_008;
        assertThat(firstDeliveries()).containsExactly(NEVER);
    }

    @Test
    void aRecordWithoutAcknowledgementEndsNoOutageOfReads_norOneOfARegionThatDoesNotOwnItsKey() {
        told.events.add(new TimelineEvent.OwnershipDeclared(9 * SECOND, 1, "us-east", "all"));
        told.events.add(new TimelineEvent.OwnershipDeclared(35 * SECOND, 2, "us-west", "all"));
        steadilyRead(EAST, 0, 10_000, 30_000);
        long unanswered = order(EAST, 0, 31_000, 31_000, NEVER);
        deliveries.add(() ->
                readers[EAST].delivered(0, 0, ORDERS, 0, unanswered, EAST, 0, 1, unanswered, 31_008 * MILLI, true));
        read(EAST, 0, 36_000, EAST, 36_008);
        read(WEST, 0, 37_000, EAST, 37_008);
        // Nobody sent this one.
        deliveries.add(() -> readers[EAST].delivered(0, 0, ORDERS, 0, 999, EAST, 0, 7, 0, 31_500 * MILLI, true));
        assertThat(firstDeliveries()).containsExactly(37_008L);
    }

    @Test
    void aGroupMustComeToAPartitionThatWasFirstUsedAfterT0() {
        steadilyRead(EAST, 0, 10_000, 70_000);
        read(EAST, 3, 40_050, EAST, 40_058);
        assertThat(firstDeliveries()).containsExactly(T0, 40_058L);
    }

    @Test
    void aSendThatWasLeftOutIsAnOutageOfReads() {
        steadilyRead(EAST, 0, 10_000, 30_000);
        steadilyRead(EAST, 0, 30_100, 70_000);
        assertThat(firstDeliveries()).containsExactly(30_108L);
    }

    @Test
    void whatTheGroupOfAnotherServiceReadsIsItsOwn() {
        steadilyRead(EAST, 0, 10_000, 70_000);
        deliveries.add(() -> readers[EAST].delivered(1, 0, INVOICES, 2, 5, EAST, 0, 1, 3, 20_000 * MILLI, true));
        assertThat(firstDeliveries()).containsExactly(T0);
    }

    private @Nullable Long t5() {
        return t5("order-service");
    }

    private @Nullable Long t5(String service) {
        Dossier dossier = dossier();
        ServiceView view = ServiceView.all(dossier.catalogue()).stream()
                .filter(of -> of.name().equals(service))
                .findFirst()
                .orElseThrow();
        Long at = new FirstSteadyWindow(
                        dossier, transition(), new Schedules(dossier), new KeyPartitions(dossier.facts()))
                .of(view);
        return at == null ? null : Long.valueOf(at / MILLI);
    }

    @Test
    void aServiceThatWorkedOnIsSteadyFromT0() {
        steadilyRead(EAST, 0, 10_000, 70_000);
        assertThat(t5()).isEqualTo(T0);
    }

    @Test
    void aServiceThatOnlyReadsAnswersForItsOwnGroup_andWhatOneWritesMustReachEverybodyWhoReadsIt() {
        told = new ToldFacts(ToldFacts.catalogue(
                List.of(new Catalogue.Producer("order-service-0", "order-service", ORDERS, 10, 100)),
                List.of(
                        new Catalogue.Group("billing", "billing", List.of(ORDERS)),
                        new Catalogue.Group("audit", "audit", List.of(ORDERS)),
                        new Catalogue.Group("other", "other", List.of(INVOICES)))));
        load();
        steadilyRead(EAST, 0, 10_000, 70_000);
        assertThat(t5("billing")).isEqualTo(T0);
        assertThat(t5("audit")).isNull();
        assertThat(t5("order-service")).isNull();
        // Nobody writes what this one reads.
        assertThat(t5("other")).isNull();
    }

    @Test
    void aWindowMayEndWithTheTransition_andNotLater() {
        steadilyRead(EAST, 0, 10_000, 30_000);
        steadilyRead(EAST, 0, 50_000, 70_000);
        untilMillis = 60_000;
        // One unsent slot of a hundred is within the share.
        assertThat(t5()).isEqualTo(49_900);
        untilMillis = 59_899;
        assertThat(t5()).isNull();
    }

    @Test
    void whatIsNotDeliveredOrAnsweredTooLateIsNotGood() {
        steadilyRead(EAST, 0, 10_000, 30_000);
        for (long at = 30_000; at < 70_000; at += 100) {
            if (at < 35_000) {
                order(EAST, 0, at, at, at + 5);
            } else if (at < 40_000) {
                long sequence = order(EAST, 0, at, at, at + 1001);
                long when = at + 1001;
                deliveries.add(() ->
                        readers[EAST].delivered(0, 0, ORDERS, 0, sequence, EAST, 0, 1, sequence, when * MILLI, true));
            } else {
                read(EAST, 0, at, EAST, at + 8);
            }
        }
        assertThat(t5()).isEqualTo(39_900);
    }

    @Test
    void aPartitionWithTenSendsAWindowInTheBaselineMustTakeSome() {
        // From 15 s to T0 fifteen are ten a window.
        steadilyRead(EAST, 0, 10_000, 15_000);
        for (long at = 15_000; at < 30_000; at += 100) {
            read(EAST, at % 1000 == 0 ? 1 : 0, at, EAST, at + 8);
        }
        for (long at = 30_000; at < 70_000; at += 100) {
            read(EAST, at == 45_000 ? 1 : 0, at, EAST, at + 8);
        }
        assertThat(t5()).isEqualTo(35_100);
    }

    @Test
    void aPartitionWithFewerNeedNot() {
        steadilyRead(EAST, 0, 10_000, 15_000);
        for (long at = 15_000; at < 30_000; at += 100) {
            read(EAST, at % 1000 == 0 && at != 20_000 ? 1 : 0, at, EAST, at + 8);
        }
        steadilyRead(EAST, 0, 30_000, 70_000);
        assertThat(t5()).isEqualTo(T0);
    }

    private void asked(Scratch scratch, int times) {
        ToldFacts few = new ToldFacts(ToldFacts.catalogue(), scratch);
        few.events.addAll(told.events);
        Dossier dossier = few.dossier(scenario);
        for (int time = 0; time < times; time++) {
            SteadyGaps gaps = new SteadyGaps(dossier, transition());
            for (long i = 0; i < 3L * LongColumn.PAGE - 5; i++) {
                gaps.event(15 * SECOND + i * 1000);
            }
            assertThat(gaps.soon(30_050 * MILLI + 1000)).isTrue();
        }
    }

    @Test
    void gapsOfTheBaselineThatWereAskedForGiveTheirRoomBack() {
        int once = LeastRoom.of(scratch -> asked(scratch, 1));
        assertThat(LeastRoom.of(scratch -> asked(scratch, 5))).isEqualTo(once);
    }

    @Test
    void anEventAtT0IsOneOfBefore() {
        steadilyRead(EAST, 0, 10_000, 30_000);
        // 142 ms after the one before, when T0 may have been; the next comes within such a time.
        read(EAST, 0, 30_000, EAST, 30_050);
        read(EAST, 0, 30_100, EAST, 30_190);
        steadilyRead(EAST, 0, 30_200, 70_000);
        assertThat(firstDeliveries()).containsExactly(T0);
    }

    @Test
    void whatCameBeforeTheBaselineAndWhatCameLaterTellNothingOfIt() {
        SteadyGaps gaps = new SteadyGaps(dossier(), transition());
        gaps.event(10_000 * MILLI);
        gaps.event(14_999 * MILLI);
        gaps.event(15_000 * MILLI);
        gaps.event(15_100 * MILLI);
        assertThat(gaps.soon(30_151 * MILLI)).isFalse();
        SteadyGaps same = new SteadyGaps(dossier(), transition());
        same.event(15_000 * MILLI);
        same.event(15_100 * MILLI);
        assertThat(same.soon(30_150 * MILLI)).isTrue();
        SteadyGaps none = new SteadyGaps(dossier(), transition());
        assertThat(none.soon(RefTimes.NEVER)).isFalse();
    }

    /** As a number that somebody changed in the timeline may say. */
    @Test
    void aT0AtTheEndOfAllTimesHasEveryGapBeforeIt() {
        SteadyGaps gaps = new SteadyGaps(dossier(), transition(Long.MAX_VALUE));
        for (long i = 0; i < 100; i++) {
            gaps.event(15_000 * MILLI + i);
        }
        gaps.event(15_000 * MILLI + 7);
        gaps.event(Long.MAX_VALUE);
        assertThat(gaps.soon(Long.MAX_VALUE - 1)).isTrue();
    }
}
