package io.firedrill.audit;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.FaultLeft;
import io.firedrill.evidence.TimelineEvent.FaultLifted;
import io.firedrill.evidence.TimelineEvent.RegionRestored;
import io.firedrill.evidence.TimelineEvent.TopicRecreated;
import io.firedrill.evidence.TimelineEvent.WorkerEnded;
import io.firedrill.evidence.TimelineEvent.WorkerStarted;
import io.firedrill.scenario.FaultAction;
import io.firedrill.scenario.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The timeline, put in order for the folds. Times are monotonic nanoseconds.
 *
 * @param zero the baseline was steady (or the load, or the run started, when it never was)
 * @param baselineFrom start of the window that proved the baseline
 * @param loadStarted slot 0 of every schedule
 * @param loadStopped no slot is intended at or after this
 * @param first of all events
 * @param last of all events
 */
record Story(
        Timeline timeline,
        Scenario scenario,
        long zero,
        long baselineFrom,
        long loadStarted,
        long loadStopped,
        long first,
        long last,
        List<TransitionFacts> transitions) {

    static Story of(Timeline timeline, Scenario scenario) {
        long first = timeline.events().isEmpty() ? 0 : timeline.events().get(0).at();
        long last =
                timeline.events().stream().mapToLong(TimelineEvent::at).max().orElse(first);
        long loadStarted = at(timeline, TimelineEvent.LoadStarted.class).orElse(first);
        Optional<TimelineEvent.BaselineSteady> steady = timeline.first(TimelineEvent.BaselineSteady.class);
        long zero = steady.map(TimelineEvent::at).orElse(loadStarted);
        long baselineFrom = steady.map(TimelineEvent.BaselineSteady::windowFrom).orElse(loadStarted);
        long loadStopped = at(timeline, TimelineEvent.LoadStopped.class).orElse(last);
        return new Story(
                timeline,
                scenario,
                zero,
                baselineFrom,
                loadStarted,
                loadStopped,
                first,
                last,
                TransitionReader.read(timeline, scenario, loadStopped));
    }

    /** The same without its transitions: nothing can be said of them. */
    Story withoutTransitions() {
        return new Story(timeline, scenario, zero, baselineFrom, loadStarted, loadStopped, first, last, List.of());
    }

    private static <E extends TimelineEvent> Optional<Long> at(Timeline timeline, Class<E> kind) {
        return timeline.first(kind).map(TimelineEvent::at);
    }

    /** The load ran, so a schedule exists that sends can be held against. */
    boolean loaded() {
        return timeline.first(TimelineEvent.LoadStarted.class).isPresent();
    }

    /** Whether a fault or the drill itself ended the worker, so that its journal ends where it was killed. */
    boolean killed(WorkerStarted worker) {
        boolean ended = timeline.all(WorkerEnded.class)
                .anyMatch(e ->
                        e.expected() && e.region().equals(worker.region()) && e.incarnation() == worker.incarnation());
        boolean byFault =
                timeline.all(FaultApplied.class).map(FaultApplied::receipt).anyMatch(receipt -> kills(receipt, worker));
        return ended || byFault;
    }

    private static boolean kills(FaultReceipt receipt, WorkerStarted worker) {
        return receipt.fault().equals("kill-region")
                && receipt.target().equals(worker.region())
                && receipt.appliedTo() >= worker.at();
    }

    /** Every group had read to the end of its logs before they were scanned. */
    boolean drained() {
        return timeline.last(TimelineEvent.DrainFinished.class)
                .map(TimelineEvent.DrainFinished::complete)
                .orElse(false);
    }

    /** Whether a fault that was not over by then may have cost a region's own log of a topic acknowledged records. */
    boolean mayHaveLost(String region, String topic, long since) {
        return hit(region, topic, since, FaultAction::losesAcknowledged)
                .findAny()
                .isPresent();
    }

    /**
     * Since when, first after a moment, other records may stand at offsets of a region's topic than before: it began anew, or a fault that
     * was not over by then may have cut its end off. {@code Long.MAX_VALUE}: never.
     */
    long offsetsTakenAgain(String region, String topic, long since) {
        LongStream anew = begunAnew(region, topic).filter(at -> at > since);
        LongStream cut = hit(region, topic, since, FaultAction::cutsEnds).mapToLong(FaultReceipt::appliedFrom);
        return LongStream.concat(anew, cut).min().orElse(Long.MAX_VALUE);
    }

    /** When a region's topic began anew at offset 0: its region came back with new disks, or it was deleted and made again. */
    LongStream begunAnew(String region, String topic) {
        LongStream restored = timeline.all(RegionRestored.class)
                .filter(event -> event.region().equals(region) && event.renewed())
                .mapToLong(RegionRestored::at);
        LongStream recreated = timeline.all(TopicRecreated.class)
                .filter(event -> event.region().equals(region) && event.topic().equals(topic))
                .mapToLong(TopicRecreated::at);
        return LongStream.concat(restored, recreated);
    }

    private Stream<FaultReceipt> hit(String region, String topic, long since, Predicate<FaultAction> how) {
        return timeline.all(FaultApplied.class)
                .map(FaultApplied::receipt)
                .filter(receipt -> receipt.appliedTo() >= since)
                .filter(receipt -> hits(receipt.target(), region, topic))
                .filter(receipt ->
                        scenario.faults(receipt.fault(), receipt.target()).anyMatch(how));
    }

    /** Targets are {@code us-east}, {@code us-east orders} and {@code us-east orders/3}. */
    private static boolean hits(String target, String region, String topic) {
        String one = region + " " + topic;
        return target.equals(region) || target.equals(one) || target.startsWith(one + "/");
    }

    /** Some faults are done once they happened; one that the scenario does not know is taken to last. */
    boolean lasts(FaultReceipt receipt) {
        return scenario.lasts(receipt.fault(), receipt.target());
    }

    /** The first lift of a fault that followed it. */
    Optional<FaultLifted> lifted(FaultApplied fault) {
        return timeline.lifted(fault);
    }

    /** That a fault was left in place. */
    Optional<FaultLeft> left(FaultApplied fault) {
        return timeline.all(FaultLeft.class)
                .filter(left -> left.at() >= fault.at()
                        && left.fault().equals(fault.receipt().fault())
                        && left.target().equals(fault.receipt().target()))
                .filter(left ->
                        lifted(fault).filter(lift -> lift.at() <= left.at()).isEmpty())
                .findFirst();
    }

    /** By how much a time that crosses clocks may be wrong for what is not known of them, nanoseconds. */
    long clockBound() {
        return JournalClocks.of(timeline).bound();
    }

    double millisFromZero(long at) {
        return Millis.of(at - zero);
    }

    /** T5 of a transition, monotonic nanoseconds; {@code Long.MAX_VALUE} without one. */
    long recovered(Optional<Result.Transition> transition) {
        return transition
                .map(it -> it.points().get("T5"))
                .map(millis -> zero + Math.round(millis * 1e6))
                .orElse(Long.MAX_VALUE);
    }

    /** {@code , 12.345 s after the baseline was steady}. */
    String moment(long at) {
        return String.format(Locale.ROOT, ", %.3f s after the baseline was steady", millisFromZero(at) / 1000);
    }

    /**
     * Until when the baseline tells a transition what is usual: until T0, but not past the first effect that any fault may have had, nor
     * the T0 of an earlier transition. A fault that was on when the baseline began is usual.
     */
    long usualUntil(TransitionFacts transition) {
        LongStream faults = timeline.all(FaultApplied.class)
                .map(FaultApplied::receipt)
                .mapToLong(FaultReceipt::earliest)
                .filter(at -> at > baselineFrom);
        LongStream others = transitions.stream().mapToLong(TransitionFacts::t0From);
        return LongStream.concat(faults, others).reduce(transition.t0From(), Math::min);
    }

    /** The transition whose figures stand at the top of a result. */
    Optional<TransitionFacts> headline() {
        return transitions.stream().findFirst();
    }
}
