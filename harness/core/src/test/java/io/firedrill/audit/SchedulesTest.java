package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static io.firedrill.audit.ToldFacts.EAST;
import static io.firedrill.audit.ToldFacts.INVOICES;
import static io.firedrill.audit.ToldFacts.ORDERS;
import static io.firedrill.audit.ToldFacts.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What should have been sent, and what was. The load runs from 10 s to 11 s; the first producer writes orders each 100 ms, the second
 * invoices each 50 ms.
 */
class SchedulesTest {

    private ToldFacts told = new ToldFacts(catalogue(20));
    private Scenario scenario = new SyntheticDrill().scenario();

    private static Catalogue catalogue(double rateOfInvoices) {
        return ToldFacts.catalogue(
                List.of(
                        new Catalogue.Producer("order-service-0", "order-service", ORDERS, 10, 100),
                        new Catalogue.Producer("billing-0", "billing", INVOICES, rateOfInvoices, 100)),
                List.of());
    }

    @BeforeEach
    void load() {
        told.events.add(new TimelineEvent.LoadStarted(10 * SECOND));
        told.events.add(new TimelineEvent.LoadStopped(11 * SECOND));
    }

    private Schedules schedules() {
        return new Schedules(told.dossier(scenario));
    }

    private void sent(int region, int producer, long sequence, long intendedMillis) {
        told.sending(region)
                .sent(
                        region,
                        producer,
                        1,
                        sequence,
                        sequence,
                        producer == 0 ? ORDERS : INVOICES,
                        100,
                        intendedMillis * MILLI,
                        intendedMillis * MILLI + 1);
    }

    private void acked(int region, int producer, long sequence, long atMillis) {
        told.sending(region)
                .acked(region, producer, 1, sequence, producer == 0 ? ORDERS : INVOICES, 0, sequence, atMillis * MILLI);
    }

    private static List<Long> millis(Schedules.Cursor cursor) {
        List<Long> times = new ArrayList<>();
        while (cursor.next()) {
            times.add(cursor.intended() / MILLI);
        }
        assertThat(cursor.next()).isFalse();
        return times;
    }

    @Test
    void slotsAreDueFromTheBeginningOfTheLoadUntilItStopped() {
        Schedules schedules = schedules();
        assertThat(millis(schedules.slots(List.of(0))))
                .containsExactly(
                        10_000L, 10_100L, 10_200L, 10_300L, 10_400L, 10_500L, 10_600L, 10_700L, 10_800L, 10_900L);
        assertThat(millis(schedules.slots(List.of(0), 10_300 * MILLI)))
                .startsWith(10_300L)
                .hasSize(7);
        assertThat(millis(schedules.slots(List.of(0), 10_300 * MILLI + 1)))
                .startsWith(10_400L)
                .hasSize(6);
        assertThat(millis(schedules.slots(List.of(0), 10_900 * MILLI + 1))).isEmpty();
        assertThat(millis(schedules.slots(List.of()))).isEmpty();
        assertThat(schedules.intendedSends()).isEqualTo(30);
    }

    @Test
    void aSlotThatIsDueBeforeTheLoadStoppedIsIntended_howeverLittle() {
        told.events.set(1, new TimelineEvent.LoadStopped(11 * SECOND + MILLI));
        assertThat(schedules().intendedSends()).isEqualTo(11 + 21);
        told.events.set(1, new TimelineEvent.LoadStopped(11 * SECOND - MILLI));
        assertThat(schedules().intendedSends()).isEqualTo(10 + 20);
        told.events.set(1, new TimelineEvent.LoadStopped(10 * SECOND));
        assertThat(schedules().intendedSends()).isZero();
        told.events.set(1, new TimelineEvent.LoadStopped(9 * SECOND));
        assertThat(schedules().intendedSends()).isZero();
    }

    @Test
    void withoutALoadNothingWasIntended() {
        told.events.remove(0);
        sent(EAST, 0, 0, 10_000);
        assertThat(schedules().intendedSends()).isZero();
        assertThat(millis(schedules().slots(List.of(0, 1)))).isEmpty();
    }

    @Test
    void aProducerWithoutARateIntendsNothing() {
        for (double rate : new double[] {0, -1}) {
            told = new ToldFacts(catalogue(rate));
            load();
            assertThat(schedules().intendedSends()).isEqualTo(10);
            assertThat(millis(schedules().slots(List.of(1)))).isEmpty();
        }
    }

    @Test
    void slotsOfSeveralProducersComeByTime_atTheSameInstantThatOfTheOneNamedFirst() {
        for (int slot = 0; slot < 10; slot++) {
            sent(EAST, 0, slot, 10_000 + 100 * slot);
        }
        for (int slot = 0; slot < 20; slot++) {
            sent(EAST, 1, slot, 10_000 + 50 * slot);
        }
        Schedules schedules = schedules();
        for (List<Integer> producers : List.of(List.of(0, 1), List.of(1, 0))) {
            List<String> expected = new ArrayList<>();
            for (int slot = 0; slot < 20; slot++) {
                for (int producer : slot % 2 == 0 ? producers : List.of(1)) {
                    expected.add(10_000 + 50 * slot + " " + producer + "/" + (producer == 0 ? slot / 2 : slot));
                }
            }
            List<String> found = new ArrayList<>();
            Schedules.Cursor cursor = schedules.slots(producers);
            while (cursor.next()) {
                found.add(cursor.intended() / MILLI + " " + cursor.sends().session.producer + "/" + cursor.row());
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void slotsComeByTimeAlsoWhereTheirProducersBeginApart() {
        List<Catalogue.Producer> producers = new ArrayList<>();
        for (double rate : new double[] {4, 10, 20, 25, 40}) {
            producers.add(new Catalogue.Producer("p-" + rate, "order-service", ORDERS, rate, 100));
        }
        told = new ToldFacts(ToldFacts.catalogue(producers, List.of()));
        load();
        List<Long> times = millis(schedules().slots(List.of(0, 1, 2, 3, 4), 10_010 * MILLI));
        assertThat(times).isSorted().startsWith(10_025L, 10_040L, 10_050L, 10_050L, 10_075L, 10_080L, 10_100L);
        assertThat(times).hasSize(3 + 9 + 19 + 24 + 39);
    }

    @Test
    void aClockMayStandAnywhere() {
        told.events.clear();
        told.events.add(new TimelineEvent.LoadStarted(-10 * SECOND));
        told.events.add(new TimelineEvent.LoadStopped(-9 * SECOND));
        sent(EAST, 0, 0, -10_000);
        Schedules schedules = schedules();
        assertThat(schedules.intendedSends()).isEqualTo(30);
        assertThat(millis(schedules.slots(List.of(0)))).startsWith(-10_000L).hasSize(10);
        assertThat(schedules.firstUnsent(-10 * SECOND)).containsEntry(ORDERS, -9_900 * MILLI);
    }

    @Test
    void theFirstSendOfAllKeepsItsSlotAgainstOneThatIsNoBetter() {
        sent(EAST, 0, 0, 10_000);
        acked(EAST, 0, 0, 10_005);
        sent(WEST, 0, 0, 10_000);
        Schedules.Cursor cursor = schedules().slots(List.of(0));
        cursor.next();
        assertThat(cursor.sends().region).isEqualTo(EAST);
    }

    @Test
    void aSlotWithoutASendHasNone() {
        sent(EAST, 0, 0, 10_000);
        sent(WEST, 0, 0, 10_200);
        Schedules.Cursor cursor = schedules().slots(List.of(0));
        cursor.next();
        assertThat(cursor.sends().region).isEqualTo(EAST);
        cursor.next();
        assertThat(cursor.sends()).isNull();
        assertThat(cursor.acknowledgedWithin(Long.MAX_VALUE)).isFalse();
        cursor.next();
        assertThat(cursor.sends().region).isEqualTo(WEST);
        assertThat(cursor.row()).isZero();
    }

    @Test
    void aSendBelongsToTheNearestSlot_andOneOutsideTheScheduleToNone() {
        sent(EAST, 0, 0, 9_900);
        sent(EAST, 0, 1, 11_000);
        sent(EAST, 0, 2, 10_149);
        sent(EAST, 0, 3, 10_850);
        Schedules.Cursor cursor = schedules().slots(List.of(0));
        List<Integer> taken = new ArrayList<>();
        for (int slot = 0; cursor.next(); slot++) {
            if (cursor.sends() != null) {
                taken.add(slot);
            }
        }
        assertThat(taken).containsExactly(1, 9);
    }

    @Test
    void ofTwoSendsForOneSlotTheAcknowledgedOneStandsForIt_theEarlierOfTwo() {
        // 10.0 s: only the second is acknowledged; 10.1 s: only the first; 10.2 s and 10.3 s: both; 10.4 s: none.
        for (int slot = 0; slot < 5; slot++) {
            sent(EAST, 0, slot, 10_000 + 100 * slot);
            sent(WEST, 0, slot, 10_000 + 100 * slot);
        }
        acked(WEST, 0, 0, 10_050);
        acked(EAST, 0, 1, 10_150);
        acked(EAST, 0, 2, 10_250);
        acked(WEST, 0, 2, 10_249);
        acked(EAST, 0, 3, 10_350);
        acked(WEST, 0, 3, 10_350);
        Schedules.Cursor cursor = schedules().slots(List.of(0));
        List<Integer> regions = new ArrayList<>();
        for (int slot = 0; slot < 5; slot++) {
            cursor.next();
            regions.add(cursor.sends().region);
        }
        assertThat(regions).containsExactly(WEST, EAST, WEST, EAST, EAST);
    }

    @Test
    void aSlotIsAcknowledgedInTimeWhenItIsWithinTheLimitFromItsIntendedTime() {
        sent(EAST, 0, 0, 10_000);
        acked(EAST, 0, 0, 11_000);
        sent(EAST, 0, 1, 10_100);
        Schedules.Cursor cursor = schedules().slots(List.of(0));
        cursor.next();
        assertThat(cursor.acknowledgedWithin(SECOND)).isTrue();
        assertThat(cursor.acknowledgedWithin(SECOND - 1)).isFalse();
        cursor.next();
        assertThat(cursor.acknowledgedWithin(Long.MAX_VALUE)).isFalse();
    }

    private static long unserved(Schedules schedules, long from, long to) {
        return schedules.unserved(from, to, (sends, row) -> {});
    }

    @Test
    void unservedAreTheSlotsOfATimeThatNobodyAcknowledged() {
        sent(EAST, 0, 0, 10_000);
        acked(EAST, 0, 0, 10_005);
        sent(EAST, 0, 1, 10_100);
        sent(EAST, 1, 0, 10_200);
        acked(EAST, 1, 0, 10_205);
        Schedules schedules = schedules();
        assertThat(unserved(schedules, 10 * SECOND, 11 * SECOND)).isEqualTo(28);
        assertThat(unserved(schedules, 0, 10_050 * MILLI)).isEqualTo(1);
        assertThat(unserved(schedules, 10_100 * MILLI, 10_200 * MILLI)).isEqualTo(3);
        assertThat(unserved(schedules, 10_100 * MILLI + 1, 10_200 * MILLI + 1)).isEqualTo(2);
        assertThat(unserved(schedules, 11 * SECOND, 12 * SECOND)).isZero();
    }

    @Test
    void whatAServiceWithdrewByItsOwnChoiceIsNoSlotThatFailed() {
        sent(EAST, 0, 0, 10_000);
        acked(EAST, 0, 0, 10_005);
        told.sending(EAST).transactionBegun(EAST, 0, 1, 0, 10 * SECOND);
        told.sending(EAST).transactionEnding(EAST, 0, 1, 0, 1, false, 10 * SECOND);
        told.sending(EAST).transactionEnded(EAST, 0, 1, 0, true, 10 * SECOND);
        Schedules schedules = schedules();
        assertThat(told.sends(EAST).outcome(0)).isEqualTo(Sends.WITHDRAWN);
        assertThat(millis(schedules.slots(List.of(0)))).startsWith(10_100L).hasSize(9);
        assertThat(unserved(schedules, 10 * SECOND, 10_050 * MILLI)).isEqualTo(1);
    }

    @Test
    void theFirstSlotThatNobodySentIsToldByTopic() {
        sent(EAST, 0, 0, 10_000);
        sent(EAST, 0, 1, 10_100);
        sent(EAST, 0, 2, 10_300);
        Schedules schedules = schedules();
        assertThat(schedules.firstUnsent(10 * SECOND))
                .isEqualTo(Map.of(ORDERS, 10_200 * MILLI, INVOICES, 10_000 * MILLI));
        assertThat(schedules.firstUnsent(10_200 * MILLI + 1))
                .isEqualTo(Map.of(ORDERS, 10_400 * MILLI, INVOICES, 10_250 * MILLI));
        assertThat(schedules.firstUnsent(10_910 * MILLI)).isEqualTo(Map.of(INVOICES, 10_950 * MILLI));
        assertThat(schedules.firstUnsent(11 * SECOND)).isEmpty();
    }

    @Test
    void ofSeveralProducersOfATopicTheEarliestSlotThatNobodySentCounts() {
        told = new ToldFacts(ToldFacts.catalogue(
                List.of(
                        new Catalogue.Producer("order-service-0", "order-service", ORDERS, 10, 100),
                        new Catalogue.Producer("order-service-1", "order-service", ORDERS, 10, 100)),
                List.of()));
        load();
        told.sending(EAST).sent(EAST, 1, 1, 0, 7, ORDERS, 100, 10 * SECOND, 10 * SECOND);
        assertThat(schedules().firstUnsent(0)).isEqualTo(Map.of(ORDERS, 10 * SECOND));
        assertThat(Schedules.interval(told.facts.catalogue())).isEqualTo(50 * MILLI);
    }

    @Test
    void noTimeCanBeKnownBetterThanTheSlowestServiceSends() {
        assertThat(Schedules.interval(catalogue(20))).isEqualTo(100 * MILLI);
        assertThat(Schedules.interval(catalogue(4))).isEqualTo(250 * MILLI);
        assertThat(Schedules.interval(catalogue(0))).isEqualTo(100 * MILLI);
        assertThat(Schedules.interval(ToldFacts.catalogue(List.of(), List.of())))
                .isZero();
    }

    private void appearsLater() {
        Map<String, TopicSpec> topics = new TreeMap<>(scenario.topics());
        topics.put("orders", new TopicSpec(4, 1, 1, TopicSpec.Created.BY_TIMELINE, Map.of()));
        scenario = new Scenario(
                scenario.name(),
                scenario.title(),
                scenario.pattern(),
                scenario.regions(),
                scenario.links(),
                topics,
                scenario.replication(),
                scenario.services(),
                scenario.failovers(),
                scenario.timeline(),
                scenario.objectives(),
                scenario.settings());
    }

    @Test
    void aProducerWhoseTopicTheTimelineMakesIntendsNothingBefore() {
        appearsLater();
        told.events.add(new TimelineEvent.TopicCreated(10_200 * MILLI, "us-west", "orders"));
        told.events.add(new TimelineEvent.TopicCreated(10_300 * MILLI, "us-east", "invoices"));
        told.events.add(new TimelineEvent.TopicCreated(10_450 * MILLI, "us-east", "orders"));
        told.events.add(new TimelineEvent.TopicCreated(10_650 * MILLI, "us-east", "orders"));
        Schedules schedules = schedules();
        assertThat(millis(schedules.slots(List.of(0)))).startsWith(10_500L).hasSize(5);
        assertThat(schedules.intendedSends()).isEqualTo(5 + 20);
        assertThat(unserved(schedules, 0, 11 * SECOND)).isEqualTo(5 + 20);
        assertThat(schedules.firstUnsent(0)).isEqualTo(Map.of(ORDERS, 10_500 * MILLI, INVOICES, 10_000 * MILLI));
    }

    @Test
    void whereTheTopicNeverCameNothingWasIntendedForIt_butWhatWasSent() {
        appearsLater();
        assertThat(schedules().intendedSends()).isEqualTo(20);
        told = new ToldFacts(catalogue(20));
        load();
        sent(EAST, 0, 0, 10_300);
        assertThat(schedules().intendedSends()).isEqualTo(21);
    }

    private Sends sendsAt(int session, int... slots) {
        Sends sends = new SendIndex(Scratch.HEAP).session(0, 0, session).to(0, 0);
        for (int i = 0; i < slots.length; i++) {
            sends.sent(i, 0, 0, 1, 500 + 100L * slots[i], 0);
        }
        return sends;
    }

    /** Ten slots, one each 100 ns from 500 ns on. */
    private long intended(int first, Sends... sends) {
        IntendedSends intended = new IntendedSends(10, 1e7, 500);
        for (Sends of : sends) {
            intended.add(of);
        }
        return intended.count(first);
    }

    @Test
    void aSlotIsIntendedOnceThoughNobodySentIt() {
        assertThat(intended(0)).isEqualTo(10);
        assertThat(intended(0, sendsAt(1, 2, 4))).isEqualTo(10);
        assertThat(intended(0, sendsAt(1, 0, 1), sendsAt(2, 2, 9))).isEqualTo(10);
    }

    @Test
    void whereSeveralWroteAtOnceASlotIsIntendedOnceForEach() {
        assertThat(intended(0, sendsAt(1, 0, 9), sendsAt(2, 4, 6))).isEqualTo(13);
        assertThat(intended(0, sendsAt(1, 2, 5), sendsAt(2, 4, 9))).isEqualTo(12);
        assertThat(intended(0, sendsAt(1, 2, 3), sendsAt(2, 2, 3), sendsAt(3, 3)))
                .isEqualTo(10 + 1 + 2);
    }

    @Test
    void aSendOutsideTheScheduleOrASecondOneForItsSlotWasIntendedAsWell() {
        assertThat(intended(0, sendsAt(1, -1, 0, 10, 11))).isEqualTo(13);
        assertThat(intended(0, sendsAt(1, 5, 5, 5))).isEqualTo(12);
        assertThat(intended(0, sendsAt(1, -1))).isEqualTo(11);
    }

    @Test
    void beforeAScheduleBeginsInEarnestOnlyWhatWasSentCounts() {
        assertThat(intended(4)).isEqualTo(6);
        assertThat(intended(10)).isZero();
        assertThat(intended(4, sendsAt(1, 2, 5))).isEqualTo(8);
        assertThat(intended(4, sendsAt(1, 0, 1), sendsAt(2, 1, 9))).isEqualTo(2 + 3 + 6);
        assertThat(intended(10, sendsAt(1, 2, 5))).isEqualTo(4);
    }

    @Test
    void theSlotOfASendIsTheNearest() {
        assertThat(IntendedSends.slot(500, 1e7, 500)).isZero();
        assertThat(IntendedSends.slot(549, 1e7, 500)).isZero();
        assertThat(IntendedSends.slot(551, 1e7, 500)).isEqualTo(1);
        assertThat(IntendedSends.slot(400, 1e7, 500)).isEqualTo(-1);
    }

    @Test
    void theKeyOfAnUnansweredSendTellsItsPartitionWhereAnotherOfThatKeyWasAcknowledged() {
        told.sent(EAST, 0, 5, 100);
        told.sent(EAST, 1, 5, 101);
        told.sent(EAST, 2, 6, 102);
        told.sent(EAST, 3, 7, 103);
        told.sent(EAST, 4, 7, 104);
        // Of key 6 in another topic.
        told.sending(EAST).sent(EAST, 0, 1, 5, 6, INVOICES, 100, 105, 105);
        told.acked(EAST, 1, 3, 0, 110);
        told.acked(EAST, 3, 2, 0, 110);
        told.sending(EAST).acked(EAST, 0, 1, 5, INVOICES, 1, 0, 110);
        KeyPartitions keys = new KeyPartitions(told.dossier(scenario).facts());
        Sends sends = told.sends(EAST);
        assertThat(IntStream.range(0, 6).mapToObj(row -> keys.of(sends, row))).containsExactly(3, 3, -1, 2, 2, 1);
    }

    @Test
    void ofAKeyThatWentToTwoPartitionsNobodyKnowsTheNext() {
        told.sent(EAST, 0, 5, 100);
        told.sent(EAST, 1, 5, 101);
        told.sent(EAST, 2, 5, 102);
        told.acked(EAST, 1, 3, 0, 110);
        told.acked(EAST, 2, 0, 0, 110);
        KeyPartitions keys = new KeyPartitions(told.dossier(scenario).facts());
        assertThat(keys.of(told.sends(EAST), 0)).isEqualTo(-1);
        assertThat(keys.of(told.sends(EAST), 2)).isZero();
    }

    private static List<String> tracks(List<KeyedSends.Track> tracks) {
        List<String> told = new ArrayList<>();
        for (KeyedSends.Track track : tracks) {
            told.add(track.sends().region + ": "
                    + IntStream.range(0, track.rows().length)
                            .mapToObj(i -> track.rows()[i] + "@" + track.invoked()[i])
                            .toList());
        }
        return told;
    }

    private void invoked(int region, long sequence, long key, long at) {
        told.sending(region).sent(region, 0, 1, sequence, key, ORDERS, 100, 0, at);
    }

    @Test
    void chosenSendsStandByKeyInTheOrderOfTheirInvocation() {
        invoked(EAST, 0, 5, 100);
        invoked(EAST, 1, 6, 101);
        invoked(EAST, 2, 5, 90);
        invoked(EAST, 3, 5, 95);
        invoked(EAST, 4, 8, 96);
        invoked(EAST, 7, 9, 97);
        invoked(WEST, 0, 5, 80);
        invoked(WEST, 1, 5, 81);
        Dossier dossier = told.dossier(scenario);
        KeyedSends chosen = new KeyedSends(dossier, (sends, row) -> sends.keyHash(row) != 8);
        long five = KeyedSends.key(told.sends(EAST), 0);
        assertThat(tracks(chosen.of(five))).containsExactly("0: [2@90, 3@95, 0@100]", "1: [0@80, 1@81]");
        assertThat(tracks(chosen.of(KeyedSends.key(told.sends(EAST), 1)))).containsExactly("0: [1@101]");
        long eight = KeyedSends.key(told.sends(EAST), 4);
        assertThat(chosen.of(eight)).isEmpty();
        assertThat(chosen.has(eight)).isFalse();
        assertThat(chosen.has(five)).isTrue();
        assertThat(chosen.size()).isEqualTo(7);
        Map<Long, List<String>> all = new TreeMap<>();
        chosen.forEachKey((key, tracks) -> all.put(key, tracks(tracks)));
        assertThat(all).hasSize(3).containsEntry(five, List.of("0: [2@90, 3@95, 0@100]", "1: [0@80, 1@81]"));
    }

    @Test
    void sendsInTheOrderOfTheirInvocationStayInIt_alsoAtOneInstant() {
        invoked(EAST, 0, 5, 100);
        invoked(EAST, 1, 5, 100);
        invoked(EAST, 2, 5, 101);
        KeyedSends chosen = new KeyedSends(told.dossier(scenario), (sends, row) -> true);
        assertThat(tracks(chosen.of(KeyedSends.key(told.sends(EAST), 0)))).containsExactly("0: [0@100, 1@100, 2@101]");
    }

    @Test
    void theSameKeyOfTwoTopicsIsTwoKeys() {
        invoked(EAST, 0, 5, 100);
        told.sending(EAST).sent(EAST, 0, 1, 1, 5, INVOICES, 100, 0, 101);
        Sends sends = told.sends(EAST);
        assertThat(KeyedSends.key(sends, 0)).isNotEqualTo(KeyedSends.key(sends, 1));
    }

    private void keyed(Scratch scratch, int times) {
        told = new ToldFacts(catalogue(20), scratch);
        load();
        for (int sequence = 0; sequence < 3 * LongColumn.PAGE; sequence++) {
            told.sent(EAST, sequence, sequence * 17L, 0);
        }
        told.facts.pack();
        Dossier dossier = told.dossier(scenario);
        for (int time = 0; time < times; time++) {
            KeyedSends chosen = new KeyedSends(dossier, (sends, row) -> true);
            assertThat(chosen.size()).isEqualTo(3 * LongColumn.PAGE);
            chosen.giveBack();
        }
    }

    @Test
    void chosenSendsThatAreNotNeededAnyMoreGiveTheirRoomBack() {
        int once = LeastRoom.of(scratch -> keyed(scratch, 1));
        assertThat(LeastRoom.of(scratch -> keyed(scratch, 2))).isEqualTo(once);
        assertThat(LeastRoom.of(scratch -> keyed(scratch, 0))).isLessThan(once);
    }
}
