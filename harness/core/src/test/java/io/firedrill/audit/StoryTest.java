package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.ServiceSwitched;
import io.firedrill.evidence.TimelineEvent.WorkerStarted;
import io.firedrill.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a timeline tells: when the drill was steady, which worker was killed, what faults did and when they were over. */
class StoryTest {
    private final ToldFacts told = new ToldFacts();
    private final SyntheticDrill drill = new SyntheticDrill();

    private Story story() {
        return told.story(drill.scenario());
    }

    private void told(TimelineEvent... events) {
        told.events.addAll(List.of(events));
    }

    @Test
    void aDrillIsToldFromItsSteadyBaselineOn() {
        told(
                new TimelineEvent.Note(3, "first"),
                new TimelineEvent.LoadStarted(10),
                new TimelineEvent.BaselineSteady(20, 15, 0, 0),
                new TimelineEvent.LoadStopped(60),
                new TimelineEvent.Note(90, "last"),
                new TimelineEvent.Note(80, "noted late"));
        Story story = story();
        assertThat(story.zero()).isEqualTo(20);
        assertThat(story.baselineFrom()).isEqualTo(15);
        assertThat(story.loadStarted()).isEqualTo(10);
        assertThat(story.loadStopped()).isEqualTo(60);
        assertThat(story.first()).isEqualTo(3);
        assertThat(story.last()).isEqualTo(90);
        assertThat(story.loaded()).isTrue();
    }

    @Test
    void aDrillThatNeverBecameSteadyIsToldFromItsLoad_orFromItsBeginning() {
        told(new TimelineEvent.Note(3, "first"), new TimelineEvent.LoadStarted(10), new TimelineEvent.Note(90, "last"));
        assertThat(story().zero()).isEqualTo(10);
        assertThat(story().baselineFrom()).isEqualTo(10);
        assertThat(story().loadStopped()).isEqualTo(90);
        told.events.remove(1);
        assertThat(story().zero()).isEqualTo(3);
        assertThat(story().baselineFrom()).isEqualTo(3);
        assertThat(story().loadStarted()).isEqualTo(3);
        assertThat(story().loaded()).isFalse();
        told.events.clear();
        assertThat(story().first()).isZero();
        assertThat(story().last()).isZero();
    }

    @Test
    void timesForPeopleCountFromTheSteadyBaseline() {
        told(new TimelineEvent.BaselineSteady(20 * SECOND, 15 * SECOND, 0, 0));
        assertThat(story().millisFromZero(21_500 * MILLI)).isEqualTo(1500);
        assertThat(story().moment(32_345_600_000L)).isEqualTo(", 12.346 s after the baseline was steady");
        assertThat(story().moment(19 * SECOND)).isEqualTo(", -1.000 s after the baseline was steady");
    }

    private static Result.Transition recovering(Map<String, Double> points) {
        return new Result.Transition(
                "to-west", "failover", "us-east", "us-west", false, points, List.of(), null, null, List.of());
    }

    @Test
    void aTransitionRecoveredAtItsT5() {
        told(new TimelineEvent.BaselineSteady(20 * SECOND, 15 * SECOND, 0, 0));
        assertThat(story().recovered(Optional.of(recovering(Map.of("T5", 1500.0)))))
                .isEqualTo(21_500 * MILLI);
        assertThat(story().recovered(Optional.of(recovering(Map.of("T4", 1500.0)))))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(story().recovered(Optional.empty())).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theFirstTransitionIsTheHeadline_andWithoutTransitionsThereIsNone() {
        told(
                new TimelineEvent.LoadStarted(10),
                new TimelineEvent.Detected(30, "to-west", "probe"),
                new TimelineEvent.LoadStopped(60));
        Story story = story();
        assertThat(story.headline()).map(TransitionFacts::name).contains("to-west");
        Story without = story.withoutTransitions();
        assertThat(without.headline()).isEmpty();
        assertThat(without.transitions()).isEmpty();
        assertThat(without.loadStopped()).isEqualTo(60);
        assertThat(without.timeline()).isSameAs(story.timeline());
    }

    private static FaultApplied fault(String key, String target, long from, long to) {
        return new FaultApplied(
                to + 1, new FaultReceipt(key, target, "", "", from, to, List.of(), true, from, to, ""), "");
    }

    private boolean killed(String region, int incarnation, long startedAt) {
        return story().killed(new WorkerStarted(startedAt, region, incarnation, "", false));
    }

    @Test
    void aWorkerWasKilledWhenItsEndWasExpected() {
        told(
                new TimelineEvent.WorkerEnded(40, "us-east", 2, true),
                new TimelineEvent.WorkerEnded(50, "us-east", 3, false));
        assertThat(killed("us-east", 2, 5)).isTrue();
        assertThat(killed("us-east", 3, 5)).isFalse();
        assertThat(killed("us-east", 1, 5)).isFalse();
        assertThat(killed("us-west", 2, 5)).isFalse();
    }

    @Test
    void aWorkerWasKilledWhenItsRegionWas_unlessItWasStartedLater() {
        told(fault("kill-region", "us-east", 30, 40), fault("pause-region", "us-west", 30, 40));
        assertThat(killed("us-east", 1, 40)).isTrue();
        assertThat(killed("us-east", 1, 41)).isFalse();
        assertThat(killed("us-west", 1, 5)).isFalse();
    }

    @Test
    void theLastDrainSaysWhetherEveryGroupReadToTheEnd() {
        assertThat(story().drained()).isFalse();
        told(new TimelineEvent.DrainFinished(65, false, Map.of()));
        assertThat(story().drained()).isFalse();
        told(new TimelineEvent.DrainFinished(66, true, Map.of()));
        assertThat(story().drained()).isTrue();
    }

    @Test
    void onlyAFaultThatCostsRecordsAndHitTheTopicMayHaveLostSome() {
        for (String target : List.of("us-east", "us-east orders", "us-east orders/3")) {
            told.events.clear();
            drill.steps.clear();
            drill.asks("corrupt", target, true);
            told(fault("corrupt", target, 30, 40));
            assertThat(story().mayHaveLost("us-east", "orders", 40)).as(target).isTrue();
            assertThat(story().mayHaveLost("us-east", "orders", 41)).as(target).isFalse();
            assertThat(story().mayHaveLost("us-west", "orders", 40)).as(target).isFalse();
            assertThat(story().mayHaveLost("us-east", "invoices", 40)).isEqualTo(target.equals("us-east"));
            assertThat(story().mayHaveLost("us-east", "order", 40)).isEqualTo(target.equals("us-east"));
        }
        told.events.clear();
        drill.steps.clear();
        drill.asks("harmless", "us-east", false);
        told(fault("harmless", "us-east", 30, 40), fault("unknown", "us-east", 30, 40));
        assertThat(story().mayHaveLost("us-east", "orders", 0)).isFalse();
        // The scenario asks for one such fault, of another region.
        drill.asks("harmless", "us-west", true);
        assertThat(story().mayHaveLost("us-east", "orders", 0)).isFalse();
    }

    @Test
    void aFaultLastsUnlessTheScenarioKnowsItToBeOverOnceItHappened() {
        drill.asks("restart-broker", "us-east", false);
        assertThat(story().lasts(fault("restart-broker", "us-east", 1, 2).receipt()))
                .isFalse();
        assertThat(story().lasts(fault("restart-broker", "us-west", 1, 2).receipt()))
                .isTrue();
        assertThat(story().lasts(fault("pause-broker", "us-east", 1, 2).receipt()))
                .isTrue();
    }

    private static TimelineEvent.FaultLifted lift(String key, String target, long at) {
        return new TimelineEvent.FaultLifted(at, at, key, target, true, "");
    }

    private static TimelineEvent.FaultLeft left(String key, String target, long at) {
        return new TimelineEvent.FaultLeft(at, key, target, "nobody");
    }

    @Test
    void aFaultIsLiftedByTheFirstLiftOfItThatFollows() {
        FaultApplied fault = fault("pause", "us-east", 30, 40);
        told(fault, lift("pause", "us-east", 40), lift("pause", "us-west", 41), lift("resume", "us-east", 42));
        assertThat(story().lifted(fault)).isEmpty();
        told(lift("pause", "us-east", 60), lift("pause", "us-east", 50));
        assertThat(story().lifted(fault)).map(TimelineEvent.FaultLifted::at).contains(50L);
        told(lift("pause", "us-east", 41));
        assertThat(story().lifted(fault)).map(TimelineEvent.FaultLifted::at).contains(41L);
    }

    @Test
    void aFaultWasLeftInPlaceWhereTheTimelineSaysSoAndNobodyHadLiftedIt() {
        FaultApplied fault = fault("pause", "us-east", 30, 40);
        told(fault, left("pause", "us-east", 40), left("pause", "us-west", 45), left("resume", "us-east", 45));
        assertThat(story().left(fault)).isEmpty();
        told(left("pause", "us-east", 41));
        assertThat(story().left(fault)).map(TimelineEvent.FaultLeft::at).contains(41L);
        told(lift("pause", "us-east", 42));
        assertThat(story().left(fault)).isPresent();
        told(lift("pause", "us-east", 41));
        assertThat(story().left(fault)).isEmpty();
    }

    private ActiveRegions active() {
        return new ActiveRegions(story());
    }

    @Test
    void aServiceIsActiveInTheFirstRegionOfItsListUntilItIsSwitched() {
        drill.billingIn = List.of("us-west", "us-east");
        assertThat(active().at("billing", Long.MIN_VALUE)).isEqualTo("us-west");
        assertThat(active().atTheEnd("billing")).isEqualTo("us-west");
        assertThat(active().switches("billing")).isEmpty();
        told(
                new ServiceSwitched(50, "x", "billing", "us-west"),
                new ServiceSwitched(30, "x", "billing", "us-east"),
                new ServiceSwitched(35, "x", "order-service", "us-west"));
        ActiveRegions active = active();
        assertThat(active.at("billing", 29)).isEqualTo("us-west");
        assertThat(active.at("billing", 30)).isEqualTo("us-east");
        assertThat(active.at("billing", 49)).isEqualTo("us-east");
        assertThat(active.at("billing", 50)).isEqualTo("us-west");
        assertThat(active.atTheEnd("order-service")).isEqualTo("us-west");
        assertThat(active.switches("billing")).containsExactly(30, 50);
    }

    @Test
    void ofAServiceThatTheScenarioDoesNotKnowNobodyKnowsWhereItIsActive() {
        assertThat(active().atTheEnd("nobody")).isEmpty();
        assertThat(active().switches("nobody")).isEmpty();
    }

    @Test
    void aServiceIsSwitchedByTheStepOfARunbookToo() {
        told(
                new TimelineEvent.LoadStarted(10),
                new TimelineEvent.Detected(30, "to-west", "probe"),
                new TimelineEvent.StepFinished(45, 40, "to-west", 0, "activate-consumers", "done", ""),
                new TimelineEvent.LoadStopped(60));
        assertThat(active().at("billing", 44)).isEqualTo("us-east");
        assertThat(active().at("billing", 45)).isEqualTo("us-west");
        assertThat(active().switches("billing")).containsExactly(45);
    }

    private static Optional<String> problem(Catalogue catalogue, Story story) {
        return Soundness.problem(catalogue, story);
    }

    private static Catalogue writing(int topic, double rate) {
        return ToldFacts.catalogue(
                List.of(new Catalogue.Producer("order-service-0", "order-service", topic, rate, 100)), List.of());
    }

    private static Catalogue reading(int topic) {
        return ToldFacts.catalogue(List.of(), List.of(new Catalogue.Group("billing", "billing", List.of(0, topic))));
    }

    private static Catalogue storing(int producer) {
        Catalogue of = writing(0, 10);
        return new Catalogue(
                of.regions(),
                of.topics(),
                of.producers(),
                of.groups(),
                List.of(new Catalogue.Store("order-service", "before", List.of(0, producer))));
    }

    @Test
    void aCatalogueIsSoundWhenItsNumbersLeadSomewhere() {
        assertThat(problem(writing(0, 10), story())).isEmpty();
        assertThat(problem(writing(3, 10), story())).isEmpty();
        assertThat(problem(reading(3), story())).isEmpty();
        assertThat(problem(storing(0), story())).isEmpty();
        String not = ", which it does not have";
        assertThat(problem(writing(4, 10), story()))
                .contains("the catalogue is not sound: producer order-service-0 writes topic number 4" + not);
        assertThat(problem(writing(-1, 10), story()))
                .contains("the catalogue is not sound: producer order-service-0 writes topic number -1" + not);
        assertThat(problem(reading(4), story()))
                .contains("the catalogue is not sound: group billing reads topic number 4" + not);
        assertThat(problem(reading(-1), story()))
                .contains("the catalogue is not sound: group billing reads topic number -1" + not);
        assertThat(problem(storing(1), story()))
                .contains("the catalogue is not sound: the store of order-service has rows of producer number 1" + not);
    }

    @Test
    void noDrillIntendsMoreThanTwoHundredAndSixtyMillionSends() {
        told(new TimelineEvent.LoadStarted(10 * SECOND), new TimelineEvent.LoadStopped(26 * SECOND));
        double most = 1 << 24;
        assertThat(problem(writing(0, most), story())).isEmpty();
        assertThat(problem(writing(0, most + 1), story()))
                .contains("the timeline is not sound: order-service-0 would have sent 1.6777217E7 records a second"
                        + " for 16 s");
        assertThat(problem(writing(0, Double.NaN), story())).isPresent();
    }

    @Test
    void noClockIsFurtherFromAnotherThanAnyCanBe() {
        told(new TimelineEvent.ClockMeasured(1, "us-west", 2, 500, 7));
        assertThat(problem(writing(0, 10), story())).isEmpty();
        told(new TimelineEvent.ClockMeasured(1, "us-west", 3, 500, -7));
        assertThat(problem(writing(0, 10), story()))
                .contains("the timeline is not sound: the clock of us-west-3 can't be 500 ns from another, give or"
                        + " take -7");
    }

    @Test
    void aServiceIsWhatItsProducersAndGroupsSay_inTheOrderInWhichTheyAreNamed() {
        Catalogue catalogue = ToldFacts.catalogue(
                List.of(
                        new Catalogue.Producer("b-0", "b", 0, 1, 1),
                        new Catalogue.Producer("a-0", "a", 0, 1, 1),
                        new Catalogue.Producer("b-1", "b", 0, 1, 1)),
                List.of(
                        new Catalogue.Group("c", "c", List.of(0)),
                        new Catalogue.Group("a", "a", List.of(0)),
                        new Catalogue.Group("c2", "c", List.of(0))));
        assertThat(ServiceView.all(catalogue))
                .containsExactly(
                        new ServiceView("b", List.of(0, 2), List.of()),
                        new ServiceView("a", List.of(1), List.of(1)),
                        new ServiceView("c", List.of(), List.of(0, 2)));
    }

    @Test
    void aSendIsToTheOwnerWhenItWasAcknowledgedThereWhileTheRegionOwnedItsKey() {
        told(
                new TimelineEvent.OwnershipDeclared(0, 1, "us-east", "all"),
                new TimelineEvent.OwnershipDeclared(100, 2, "us-west", "all"));
        told.sent(ToldFacts.EAST, 0, 1, 90);
        told.sent(ToldFacts.EAST, 1, 1, 100);
        told.sent(ToldFacts.EAST, 2, 1, 50);
        told.acked(ToldFacts.EAST, 0, 0, 0, 120);
        told.acked(ToldFacts.EAST, 1, 0, 1, 120);
        Sends sends = told.sends(ToldFacts.EAST);
        Scenario scenario = drill.scenario();
        Ownership ownership = told.dossier(scenario).ownership();
        assertThat(ownership.toOwner(sends, 0)).isTrue();
        assertThat(ownership.toOwner(sends, 1)).isFalse();
        assertThat(ownership.toOwner(sends, 2)).isFalse();
        told.events.clear();
        Ownership nobodys = told.dossier(scenario).ownership();
        assertThat(nobodys.toOwner(sends, 1)).isTrue();
        assertThat(nobodys.toOwner(sends, 2)).isFalse();
    }
}
