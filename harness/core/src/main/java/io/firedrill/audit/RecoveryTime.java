package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.StepFinished;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * RTO of a transition (MEASURES.md, 2): the points, the phases that add up to the headline, the services. Every duration counts
 * from the lower bound of T0, so that none is shorter than the truth.
 */
final class RecoveryTime {
    private final Dossier dossier;
    private final TransitionFacts transition;
    private final List<ServiceRecovery> services;
    private final long window;
    private final Map<String, Chain> chains = new LinkedHashMap<>();
    private final @Nullable Long t6;
    private final @Nullable Long t7;
    private final Examples examples = new Examples();

    /**
     * What was found.
     *
     * @param examples records by the name of the count, as in the figures' {@code rto}
     */
    record Found(Result.Transition figures, Map<String, List<String>> examples) {}

    /** A service's points, each the later of itself and the one before; null from the first that was not reached. */
    private record Chain(
            ServiceRecovery service, long t1, long t2, @Nullable Long t3, @Nullable Long t4, @Nullable Long t5) {}

    private RecoveryTime(Dossier dossier, TransitionFacts transition, Schedules schedules, KeyPartitions keys) {
        this.dossier = dossier;
        this.transition = transition;
        this.window = Math.min(
                dossier.story().scenario().settings().recoveryAtMost().toNanos(),
                Math.max(0, transition.until() - transition.t0From()));
        this.services = ServiceView.all(dossier.catalogue()).stream()
                .filter(service -> affected(service.name()))
                .map(service -> ServiceRecovery.of(dossier, transition, schedules, keys, service)
                        .within(transition.t0From(), transition.until() - transition.t0From()))
                .toList();
        services.forEach(service -> chains.put(service.service(), chain(service)));
        Long headline = headline();
        this.t6 = headline == null
                ? null
                : ServiceRecovery.notLater(CaughtUp.after(dossier, transition, headline), transition.t0From(), window);
        this.t7 = Protection.after(dossier.story(), transition);
    }

    static Found of(
            Dossier dossier,
            TransitionFacts transition,
            Schedules schedules,
            KeyPartitions keys,
            Result.@Nullable Rpo rpo) {
        RecoveryTime time = new RecoveryTime(dossier, transition, schedules, keys);
        return new Found(time.result(schedules, rpo), time.examples.named(dossier));
    }

    /**
     * Active in the region left behind when it began. Also when it is deployed nowhere else: then no runbook can bring it back, it is
     * down as long as its region is, and a transition that leaves a service down did not recover.
     */
    private boolean affected(String service) {
        String active = dossier.active().at(service, transition.t0From());
        return active.isEmpty() || active.equals(transition.from());
    }

    private Chain chain(ServiceRecovery service) {
        long t1 = Math.max(transition.t0From(), orElse(transition.detected(), transition.t0From()));
        long t2 = Math.max(t1, orElse(transition.decided(), t1));
        Long t3 = later(t2, transition.switched().get(service.service()));
        Long t4 = t3;
        if (service.writes()) {
            t4 = later(t4, service.t4w());
        }
        if (service.reads()) {
            t4 = later(t4, service.t4r());
        }
        Long t5 = later(t4, service.t5());
        // It may have been switched later than that.
        return new Chain(service, t1, t2, t3, t4, ServiceRecovery.notLater(t5, transition.t0From(), window));
    }

    private static long orElse(OptionalLong time, long otherwise) {
        return time.isPresent() ? time.getAsLong() : otherwise;
    }

    private static @Nullable Long later(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(Math.max(one, other));
    }

    /** T5 of the last service; null when one did not recover or there is none. */
    private @Nullable Long headline() {
        Long last = null;
        for (Chain chain : chains.values()) {
            if (chain.t5() == null) {
                return null;
            }
            last = last == null ? chain.t5() : Long.valueOf(Math.max(last, chain.t5()));
        }
        return last;
    }

    private Result.Transition result(Schedules schedules, Result.@Nullable Rpo rpo) {
        return new Result.Transition(
                transition.name(),
                transition.kind(),
                transition.from(),
                transition.to(),
                transition.falseFailover(),
                points(),
                phases(),
                rto(schedules),
                rpo,
                services());
    }

    private Map<String, Double> points() {
        Map<String, Double> points = new LinkedHashMap<>();
        point(points, "T0lo", transition.t0From());
        point(points, "T0", transition.t0From());
        point(points, "T0hi", transition.t0To());
        transition.detected().ifPresent(at -> point(points, "T1", at));
        transition.decided().ifPresent(at -> point(points, "T2", at));
        point(points, "T3", last(chains.values().stream().map(Chain::t3).toList()));
        point(points, "T4w", t4w());
        point(points, "T4r", t4r());
        point(points, "T5", headline());
        point(points, "T6", t6);
        point(points, "T7", t7);
        return points;
    }

    private @Nullable Long t4w() {
        return last(services.stream()
                .filter(ServiceRecovery::writes)
                .map(ServiceRecovery::t4w)
                .toList());
    }

    private @Nullable Long t4r() {
        return last(services.stream()
                .filter(ServiceRecovery::reads)
                .map(ServiceRecovery::t4r)
                .toList());
    }

    /** The latest; null when one is missing or there is none. */
    private static @Nullable Long last(List<? extends @Nullable Long> times) {
        Long last = null;
        for (Long time : times) {
            if (time == null) {
                return null;
            }
            last = last == null ? time : Long.valueOf(Math.max(last, time));
        }
        return last;
    }

    private void point(Map<String, Double> points, String name, @Nullable Long at) {
        if (at != null) {
            points.put(name, dossier.story().millisFromZero(at));
        }
    }

    /** Of the service that recovered last: detection, decision, each step of the runbook, reconnection, stabilisation. */
    private List<Result.Phase> phases() {
        Chain slowest = chains.values().stream()
                .max(Comparator.comparingLong(chain -> chain.t5() == null ? Long.MAX_VALUE : chain.t5()))
                .orElse(null);
        if (slowest == null) {
            return List.of();
        }
        Long t4 = slowest.t4();
        Long t5 = slowest.t5();
        Walk walk = new Walk(transition.t0From(), t5 == null ? Long.MAX_VALUE : t5);
        if (transition.detected().isPresent()) {
            walk.to("detection", slowest.t1(), "done", "");
        }
        if (transition.decided().isPresent()) {
            walk.to("decision", slowest.t2(), "done", "");
        }
        for (StepFinished step : transition.steps()) {
            walk.to(step.step(), step.at(), step.outcome(), step.note());
        }
        if (t4 != null) {
            walk.to("reconnection", t4, "done", "until every partition took and delivered a record again");
        }
        if (t5 != null) {
            walk.to(
                    "stabilisation",
                    t5,
                    "done",
                    "until the start of the first steady window of "
                            + slowest.service().service());
        }
        return walk.phases;
    }

    /** Puts phases end to end: each begins where the one before ended, and none goes past the headline. */
    private final class Walk {
        private final List<Result.Phase> phases = new ArrayList<>();
        private final long end;
        private long cursor;

        Walk(long start, long end) {
            this.cursor = start;
            this.end = end;
        }

        void to(String name, long at, String outcome, String note) {
            long next = Math.min(end, Math.max(cursor, at));
            // Rounded at the ends and not each by itself, so that the phases add up to the rounded headline.
            double millis = Millis.of(next - transition.t0From()) - Millis.of(cursor - transition.t0From());
            phases.add(new Result.Phase(
                    name, dossier.story().millisFromZero(cursor), Math.round(millis * 1000) / 1000.0, outcome, note));
            cursor = next;
        }
    }

    private Result.Rto rto(Schedules schedules) {
        Map<String, AckGaps.Gap> gaps = AckGaps.longest(dossier, transition);
        Long headline = headline();
        Double service = sinceT0(headline);
        if (transition.planned() && headline != null) {
            // Planned: nothing was down before, so the outage is the longest time in which nobody could write.
            service = Millis.of(
                    gaps.values().stream().mapToLong(AckGaps.Gap::nanos).max().orElse(0));
        }
        Map<String, Double> bars = AckGaps.bars(dossier, gaps);
        long unserved = schedules.unserved(
                transition.t0From(), transition.until(), (sends, row) -> examples.add("unserved", sends, row));
        return new Result.Rto(
                service,
                inTime(t4w()),
                inTime(t4r()),
                sinceT0(t6),
                sinceT0(t7),
                plusMinus(headline, bars),
                headline != null,
                Millis.of(window),
                AckGaps.millis(gaps),
                bars,
                unserved);
    }

    private @Nullable Double sinceT0(@Nullable Long at) {
        return at == null ? null : Double.valueOf(Millis.of(at - transition.t0From()));
    }

    /** The point stands as it was seen; what took longer than was allowed is no figure. */
    private @Nullable Double inTime(@Nullable Long at) {
        return sinceT0(ServiceRecovery.notLater(at, transition.t0From(), window));
    }

    /** Planned, the headline is a gap, and no more exact than that. */
    private double plusMinus(@Nullable Long headline, Map<String, Double> ofGaps) {
        long until = headline == null ? transition.t0From() + window : headline;
        double ofTransition = Millis.of(new ErrorBar(dossier, transition).until(until));
        return transition.planned() ? ofGaps.values().stream().reduce(ofTransition, Math::max) : ofTransition;
    }

    private List<Result.ServiceRto> services() {
        List<Result.ServiceRto> results = new ArrayList<>();
        for (Chain chain : chains.values()) {
            Map<String, Double> points = new LinkedHashMap<>();
            point(points, "T0", transition.t0From());
            point(points, "T1", chain.t1());
            point(points, "T2", chain.t2());
            point(points, "T3", chain.t3());
            point(points, "T4", chain.t4());
            point(points, "T5", chain.t5());
            results.add(new Result.ServiceRto(
                    chain.service().service(),
                    sinceT0(chain.t5()),
                    inTime(chain.service().t4w()),
                    inTime(chain.service().t4r()),
                    points));
        }
        return results;
    }
}
