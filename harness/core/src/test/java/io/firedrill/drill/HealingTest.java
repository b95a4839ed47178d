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
import io.firedrill.region.DiskFate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Faults that still hold when a timeline ends, or when a drill is broken off. */
class HealingTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Fault WRITER = new MisroutedWriter("order-service", "us-west");
    private static final Fault MIRROR = new PauseMirror("us-east", "us-west");
    private static final Fault REGION = new KillRegion("us-east", DiskFate.KEPT, true);

    private final List<TimelineEvent> facts = Collections.synchronizedList(new ArrayList<>());
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final AppliedFaults applied =
            new AppliedFaults(facts::add, entry -> done.add(entry.fault().key() + " lifted"));
    private final Healing healing = new Healing(applied, new Canaries(), facts::add, Progress.NONE, SHORT);

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

        healing.run();

        assertThat(lifted()).containsExactly("pause-mirror not it is gone", "misrouted-writer it is told to stop");
        assertThat(troubles()).containsExactly("lifting pause-mirror us-east->us-west");
    }

    @Test
    void theEndOfATimelineIsInterruptedByItsDrillWhichThenLiftsTheRest() {
        applied(WRITER, step("it is told to stop"));
        applied(MIRROR, step("the proof"), HealingTest::forever);
        Thread.currentThread().interrupt();

        assertThatThrownBy(healing::run).isInstanceOf(InterruptedException.class);
        healing.brokenOff(Duration.ofMinutes(1), () -> false);

        assertThat(done).containsExactly("the proof", "it is told to stop", "misrouted-writer lifted");
    }
}
