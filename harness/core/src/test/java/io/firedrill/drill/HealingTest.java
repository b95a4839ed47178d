package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.fault.Canaries;
import io.firedrill.fault.Fault;
import io.firedrill.fault.KillRegion;
import io.firedrill.fault.Lifting;
import io.firedrill.fault.MisroutedWriter;
import io.firedrill.fault.PauseMirror;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Wire;
import io.firedrill.region.DiskFate;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Faults that still hold when a timeline ends, or when a drill is broken off. */
class HealingTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Wire LINK = new Wire(
            "us-west-to-us-east.1.link",
            Set.of(Endpoint.region("us-west")),
            Endpoint.broker("us-east", 1),
            Listener.LINK,
            new HostPort("nowhere", 1));
    private static final Fault WRITER = new MisroutedWriter("order-service", "us-west");
    private static final Fault MIRROR = new PauseMirror("us-east", "us-west");
    private static final Fault REGION = new KillRegion("us-east", DiskFate.KEPT, true);

    private final List<TimelineEvent> facts = Collections.synchronizedList(new ArrayList<>());
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final AppliedFaults applied =
            new AppliedFaults(facts::add, entry -> done.add(entry.fault().key() + " lifted"));
    private final Canaries canaries = new Canaries();
    private final Healing healing = new Healing(applied, canaries, facts::add, Progress.NONE, SHORT, SHORT);

    private AppliedFaults.Applied applied(Fault fault, Lifting.Step... steps) {
        Lifting lifting = new Lifting();
        for (Lifting.Step step : steps) {
            lifting.add(step);
        }
        AppliedFaults.Applied entry = new AppliedFaults.Applied(fault, Optional.empty(), lifting);
        assertThat(applied.add(entry)).isEmpty();
        return entry;
    }

    private Lifting.Step step(String name) {
        return () -> {
            done.add(name);
            return name;
        };
    }

    private static String forever() throws InterruptedException {
        new CountDownLatch(1).await();
        return "";
    }

    private List<String> lifted() {
        return facts.stream()
                .filter(TimelineEvent.FaultLifted.class::isInstance)
                .map(TimelineEvent.FaultLifted.class::cast)
                .map(fact -> fact.fault() + (fact.clean() ? " " : " not ") + fact.note())
                .toList();
    }

    private List<String> warnings() {
        return facts.stream()
                .filter(TimelineEvent.Warning.class::isInstance)
                .map(TimelineEvent.Warning.class::cast)
                .map(TimelineEvent.Warning::text)
                .toList();
    }

    private List<String> troubles() {
        return facts.stream()
                .filter(TimelineEvent.Trouble.class::isInstance)
                .map(TimelineEvent.Trouble.class::cast)
                .map(TimelineEvent.Trouble::where)
                .toList();
    }

    @Test
    void aLiftIsNotedWithWhenItBeganAndWhenItWasProved() throws Exception {
        AtomicLong proved = new AtomicLong();
        long before = System.nanoTime();
        AppliedFaults.Applied entry = applied(WRITER, () -> {
            proved.set(System.nanoTime());
            return "it is gone";
        });

        applied.lift(entry);

        assertThat(facts).first().isInstanceOfSatisfying(TimelineEvent.FaultLifted.class, lifted -> assertThat(
                        List.of(before, lifted.takenBackAt(), proved.get(), lifted.at()))
                .isSorted());
    }

    @Test
    void aLiftOfAVersionThatNotedOneTimeHasThatOne() {
        assertThat(new TimelineEvent.FaultLifted(7, 0, "partition", "a<->b", true, "").takenBackAt())
                .isEqualTo(7);
    }

    @Test
    void whatHoldsWhenADrillIsBrokenOffIsLiftedTheLastFirst() {
        applied(REGION, step("the region is back"));
        applied(MIRROR, step("it copies"));

        healing.brokenOff(Duration.ofMinutes(1), () -> false);

        assertThat(lifted()).containsExactly("pause-mirror it copies", "kill-region the region is back");
        assertThat(facts).anyMatch(TimelineEvent.RegionRestored.class::isInstance);
        assertThat(applied.all()).isEmpty();
        assertThat(troubles()).isEmpty();
    }

    @Test
    void aStepWhoseTimeIsOverIsLeftAndTheOthersAreDone() {
        applied(WRITER, step("it is told to stop"));
        applied(MIRROR, step("the proof"), HealingTest::forever, step("the change"));

        healing.brokenOff(Duration.ZERO, () -> false);

        assertThat(done).containsExactly("the change", "the proof", "it is told to stop", "misrouted-writer lifted");
        assertThat(lifted())
                .containsExactly(
                        "pause-mirror not the drill was ended before all of that was done: 2 of 3 steps were; the"
                                + " change; the proof",
                        "misrouted-writer it is told to stop");
        assertThat(troubles()).containsExactly("lifting pause-mirror us-east->us-west");
    }

    @Test
    void aPersonWhoWaitsGetsEverythingLiftedButARegionThatWouldHaveToBeStarted() {
        applied(REGION, step("the region is back"));
        applied(WRITER, step("it is told to stop"));

        healing.brokenOff(Duration.ofMinutes(1), () -> true);

        assertThat(lifted()).containsExactly("misrouted-writer it is told to stop");
        assertThat(facts)
                .filteredOn(TimelineEvent.FaultLeft.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(TimelineEvent.FaultLeft.class, left -> {
                    assertThat(left.fault()).isEqualTo("kill-region");
                    assertThat(left.why()).isEqualTo("a person ended the drill, so the region was not brought back");
                });
        assertThat(done).doesNotContain("the region is back");
    }

    @Test
    void aPersonCanShortenTheHealingThatIsUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        applied(WRITER, step("it is told to stop"));
        applied(MIRROR, () -> {
            begun.countDown();
            return forever();
        });
        CountDownLatch asked = new CountDownLatch(1);
        Thread drill = new Thread(() -> healing.brokenOff(Duration.ofDays(1), () -> asked.getCount() == 0));
        drill.start();
        begun.await();
        asked.countDown();
        drill.interrupt();
        drill.join();

        assertThat(done).containsExactly("it is told to stop", "misrouted-writer lifted");
    }

    @Test
    void aFaultThatCanNotBeTakenBackDoesNotKeepTheOthers() throws InterruptedException {
        applied(WRITER, step("it is told to stop"));
        applied(MIRROR, () -> {
            throw new IOException("it is gone");
        });

        healing.takeBack();

        assertThat(lifted()).containsExactly("pause-mirror not it is gone", "misrouted-writer it is told to stop");
        assertThat(troubles()).containsExactly("lifting pause-mirror us-east->us-west");
    }

    @Test
    void theEndOfATimelineIsInterruptedByItsDrillWhichThenLiftsTheRest() {
        applied(WRITER, step("it is told to stop"));
        applied(MIRROR, step("the proof"), HealingTest::forever);
        Thread.currentThread().interrupt();

        assertThatThrownBy(healing::takeBack).isInstanceOf(InterruptedException.class);
        healing.brokenOff(Duration.ofMinutes(1), () -> false);

        assertThat(done).containsExactly("the proof", "it is told to stop", "misrouted-writer lifted");
    }

    @Test
    void aWireThatIsNotAnsweredAtTheEndIsTroubleThatNamesIt() throws InterruptedException {
        canaries.succeeded(LINK);
        canaries.failed(LINK, 1, 2);

        healing.prove();

        assertThat(facts).singleElement().isInstanceOfSatisfying(TimelineEvent.Trouble.class, trouble -> assertThat(
                        trouble.text())
                .isEqualTo("no canary is answered on us-west-to-us-east.1.link"));
    }

    @Test
    void aDrillThatIsBrokenOffNamesThatWireToo() {
        applied(WRITER, step("it is told to stop"));
        canaries.failed(LINK, 1, 2);

        healing.brokenOff(Duration.ofMinutes(1), () -> false);

        assertThat(troubles()).containsExactly("healing");
    }

    @Test
    void ofAWireThatNobodyWatchesAnyMoreAWarningSaysSo() throws InterruptedException {
        canaries.succeeded(LINK);
        canaries.unwatched(LINK);

        healing.prove();

        assertThat(warnings())
                .containsExactly(
                        "nobody watches any more, so nobody knows whether it is clean: us-west-to-us-east.1.link");
        assertThat(troubles()).isEmpty();
    }

    @Test
    void wiresThatAreAllAnsweredLeaveNothingToSay() throws InterruptedException {
        canaries.succeeded(LINK);

        healing.prove();

        assertThat(facts).isEmpty();
    }

    /** A fault whose lift comes while another one holds on its wire, which hides whether it is gone. */
    private void liftedUnderAnother(Lifting.Step proof) throws Exception {
        Lifting lifting = new Lifting();
        lifting.add(() -> {
            lifting.putOff(List.of(LINK.name()), proof);
            return "another fault holds";
        });
        AppliedFaults.Applied entry = new AppliedFaults.Applied(WRITER, Optional.empty(), lifting);
        assertThat(applied.add(entry)).isEmpty();
        applied(MIRROR, step("the other is lifted"));
        applied.lift(entry);
    }

    private List<TimelineEvent.FaultProved> proved() {
        return facts.stream()
                .filter(TimelineEvent.FaultProved.class::isInstance)
                .map(TimelineEvent.FaultProved.class::cast)
                .toList();
    }

    private TimelineEvent.FaultLifted firstLift() {
        return (TimelineEvent.FaultLifted) facts.get(0);
    }

    @Test
    void whatALiftCouldNotProveIsProvedWhenNothingIsAppliedAnyMore() throws Exception {
        liftedUnderAnother(step("round trips are what they were"));

        assertThat(firstLift().unproved()).containsExactly(LINK.name());
        healing.takeBack();
        healing.prove();

        assertThat(done)
                .containsExactly(
                        "misrouted-writer lifted",
                        "the other is lifted",
                        "pause-mirror lifted",
                        "round trips are what they were");
        assertThat(proved()).singleElement().satisfies(proved -> {
            assertThat(proved.liftedAt()).isEqualTo(firstLift().at());
            assertThat(proved.fault()).isEqualTo("misrouted-writer");
            assertThat(proved.clean()).isTrue();
            assertThat(proved.unproved()).isEmpty();
            assertThat(proved.note()).isEqualTo("round trips are what they were");
        });
        assertThat(troubles()).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aWireThatIsStillSlowAtTheEndIsTroubleAndTheOthersAreProvedAllTheSame() throws Exception {
        canaries.succeeded(LINK);
        liftedUnderAnother(() -> {
            throw new IllegalStateException("round trips are not what they were");
        });
        Lifting later = new Lifting();
        later.add(() -> {
            later.putOff(List.of("another wire"), step("the other is clean"));
            return "";
        });
        AppliedFaults.Applied entry = new AppliedFaults.Applied(REGION, Optional.empty(), later);
        assertThat(applied.add(entry)).isEmpty();
        applied.lift(entry);

        healing.takeBack();
        healing.prove();

        assertThat(proved())
                .extracting(proved -> proved.fault() + (proved.clean() ? " " : " not ") + proved.note())
                .containsExactly(
                        "misrouted-writer not round trips are not what they were", "kill-region the other is clean");
        assertThat(troubles()).containsExactly("proving that nothing is left of misrouted-writer " + WRITER.target());
    }

    @Test
    void whatNothingProvesAtTheEndEitherIsNamed() throws Exception {
        Lifting lifting = new Lifting();
        Lifting.Step[] proof = new Lifting.Step[1];
        proof[0] = () -> {
            lifting.putOff(List.of(LINK.name()), proof[0]);
            return "nobody watches";
        };
        lifting.add(proof[0]);
        AppliedFaults.Applied entry = new AppliedFaults.Applied(WRITER, Optional.empty(), lifting);
        assertThat(applied.add(entry)).isEmpty();

        healing.takeBack();
        healing.prove();

        assertThat(proved()).singleElement().satisfies(proved -> assertThat(proved.unproved())
                .containsExactly(LINK.name()));
        assertThat(warnings())
                .containsExactly(
                        "misrouted-writer " + WRITER.target() + " was lifted, and nothing proves it of " + LINK.name());
    }

    @Test
    void servicesThatCanNotBeStartedAreTroubleAndTheOthersAreStarted() throws InterruptedException {
        healing.start(new TreeSet<>(List.of("us-east", "us-west")), region -> {
            if (region.equals("us-east")) {
                throw new IOException("no room");
            }
            done.add(region);
        });

        assertThat(done).containsExactly("us-west");
        assertThat(troubles()).containsExactly("starting the services of us-east");
    }
}
