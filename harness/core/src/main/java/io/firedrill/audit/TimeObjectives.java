package io.firedrill.audit;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.scenario.AnomalyClass;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Objectives that limit a time: of a transition's points, and of how far back its losses reach. Whether a transition recovered at all is
 * one of them.
 */
final class TimeObjectives {
    private final Story story;
    private final Measures measures;
    private final Doubts doubts;
    private final Troubles troubles;
    private final FigureCheck check;

    TimeObjectives(Story story, Measures measures, Doubts doubts, Troubles troubles) {
        this.story = story;
        this.measures = measures;
        this.doubts = doubts;
        this.troubles = troubles;
        this.check = new FigureCheck(doubts, troubles);
    }

    ObjectiveResult of(String name, Duration limit) {
        if (name.equals(AnomalyClass.C7.objective())) {
            return age(name, limit);
        }
        return name.startsWith("rpo.") ? lossTime(name, limit) : time(name, limit);
    }

    ObjectiveResult notRecovered(Result.Transition transition) {
        String window = String.format(Locale.ROOT, "%.2fs", transition.rto().windowMillis() / 1000);
        List<String> leftBehind = LeftBehind.of(story.scenario(), transition);
        Optional<String> doubt = doubt("recovered", transition);
        String why = doubt.isPresent()
                ? ", but " + doubt.get()
                : !watchedWhole(transition.rto())
                        ? ", and the evidence ends before its time was over"
                        : !awake(transition)
                                ? ", but our own processes stood still for so much of them that no recovery could have been seen"
                                : leftBehind.isEmpty() ? "" : ": " + String.join("; ", leftBehind);
        return new ObjectiveResult(
                transition.name() + ".recovered",
                window,
                "> " + window,
                "",
                certainlyDown(transition) && doubt.isEmpty() ? Verdict.FAIL : Verdict.INCONCLUSIVE,
                transition.name() + " did not recover within the " + window + " that were watched" + why);
    }

    /**
     * Why a time, or that there is none, may be for what the evidence lacks. Protection is told by the timeline; and a service that
     * no step switched, or that is deployed nowhere else, stays down whatever a journal says.
     */
    private Optional<String> doubt(String name, Result.Transition transition) {
        boolean leftDown = !LeftBehind.of(story.scenario(), transition).isEmpty();
        return switch (name) {
            case "rto.protected" -> doubts.ofStalls();
            case "rto.service", "recovered" -> leftDown ? Optional.empty() : doubts.ofTime();
            case "rto.full" -> leftDown ? Optional.empty() : doubts.ofWhatWaits();
            default -> doubts.ofTime();
        };
    }

    /** Not recovered, and neither a drill that was broken off nor stalls of ours can be the reason. */
    private boolean certainlyDown(Result.Transition transition) {
        return watchedWhole(transition.rto()) && awake(transition);
    }

    /** Whether there was time for a steady window beside the stalls. */
    private boolean awake(Result.Transition transition) {
        long window = nanos(transition.rto().windowMillis());
        long needed = story.scenario().settings().recoveryWindow().toNanos();
        long stalled =
                measures.errorBar(transition).map(bar -> bar.stalled(window)).orElse(0L);
        return stalled == 0 || window - stalled >= needed;
    }

    private static long nanos(double millis) {
        return Math.round(millis * 1e6);
    }

    /**
     * Whether the transition was watched for as long as the scenario wanted it to be. A drill that was broken off says nothing of
     * what came after.
     */
    private boolean watchedWhole(Result.Rto rto) {
        boolean completed = story.timeline()
                .last(DrillEnded.class)
                .map(end -> end.how().equals("completed"))
                .orElse(false);
        return completed
                || rto.windowMillis()
                        >= story.scenario().settings().recoveryAtMost().toNanos() / 1e6;
    }

    private ObjectiveResult time(String name, Duration limit) {
        Optional<Result.Transition> first = measures.first(story);
        if (first.isEmpty()) {
            return FigureCheck.unmeasured(
                    name,
                    Limits.duration(limit),
                    story.headline().isPresent()
                            ? "the audit of " + story.headline().get().name() + " failed"
                            : troubles.damaged()
                                    ? "no transition can be told from evidence that is not whole"
                                    : "no transition took place");
        }
        Result.Rto rto = first.get().rto();
        Double millis =
                switch (name) {
                    case "rto.service" -> rto.serviceMillis();
                    case "rto.write" -> rto.writeMillis();
                    case "rto.read" -> rto.readMillis();
                    case "rto.full" -> rto.fullMillis();
                    default -> rto.protectedMillis();
                };
        String text = Limits.duration(limit);
        if (millis == null) {
            return missing(name, limit, first.get());
        }
        // Each figure bears the stalls of its own interval; of a planned headline that is from T0 to T5.
        double plusMinus = name.equals("rto.service")
                ? rto.plusMinusMillis()
                : measures.errorBar(first.get())
                        .map(bar -> Millis.of(bar.ofDuration(nanos(millis))))
                        .orElse(rto.plusMinusMillis());
        return check.judged(
                name,
                text,
                FigureCheck.Measured.time(millis, plusMinus, limit),
                limit.toNanos(),
                Scope.TIME,
                doubt(name, first.get()));
    }

    private ObjectiveResult missing(String name, Duration limit, Result.Transition transition) {
        String text = Limits.duration(limit);
        if (name.equals("rto.protected")) {
            Optional<String> unasked = protection(transition);
            if (unasked.isPresent()) {
                return FigureCheck.unmeasured(name, text, unasked.get());
            }
        }
        Optional<String> nobody = nobody(name, transition);
        if (nobody.isPresent()) {
            return FigureCheck.unmeasured(name, text, nobody.get());
        }
        Optional<String> doubt = doubt(name, transition);
        boolean protection = name.equals("rto.protected");
        long watched = protection
                ? watchedForProtection(transition)
                : nanos(transition.rto().windowMillis());
        String window = String.format(Locale.ROOT, "> %.2fs", watched / 1e9);
        long stalled =
                measures.errorBar(transition).map(bar -> bar.stalled(watched)).orElse(0L);
        // What recovers late has not recovered; what is protected late is.
        boolean longEnough = watched - stalled > limit.toNanos() || !protection && certainlyDown(transition);
        boolean certain = longEnough && doubt.isEmpty();
        return new ObjectiveResult(
                name,
                text,
                window,
                "",
                certain ? Verdict.FAIL : Verdict.INCONCLUSIVE,
                certain
                        ? "not reached within the time that was watched"
                        : longEnough
                                ? "not reached within the time that was watched, but " + doubt.orElse("")
                                : "not reached in the time that was watched and in which our own processes ran, and that is no"
                                        + " longer than the limit");
    }

    /** T7 may be later than {@code recovery-at-most}, which is for the services. */
    private long watchedForProtection(Result.Transition transition) {
        return story.transitions().stream()
                .filter(facts -> facts.name().equals(transition.name()))
                .mapToLong(facts -> Math.max(0, facts.until() - facts.t0From()))
                .findFirst()
                .orElse(0);
    }

    /** Why T4w or T4r could not have a time: nobody whom the transition moved writes, or reads. */
    private Optional<String> nobody(String name, Result.Transition transition) {
        Catalogue catalogue = story.timeline()
                .first(RunStarted.class)
                .map(RunStarted::catalogue)
                .orElse(new Catalogue(List.of(), List.of(), List.of(), List.of()));
        Set<String> moved =
                transition.services().stream().map(Result.ServiceRto::service).collect(Collectors.toSet());
        boolean writes = catalogue.producers().stream().anyMatch(it -> moved.contains(it.service()));
        boolean reads = catalogue.groups().stream().anyMatch(it -> moved.contains(it.service()));
        return switch (name) {
            case "rto.write" -> writes ? Optional.empty() : Optional.of(nobody(transition, "writes"));
            case "rto.read" -> reads ? Optional.empty() : Optional.of(nobody(transition, "reads"));
            default -> Optional.empty();
        };
    }

    private static String nobody(Result.Transition transition, String does) {
        return "no service that was active in " + transition.from() + " " + does + " anything";
    }

    /** Why T7 could not have a time; empty: it could have. */
    private Optional<String> protection(Result.Transition transition) {
        String flow = transition.to() + "->" + transition.from();
        if (story.scenario().replication().stream().noneMatch(it -> it.name().equals(flow))) {
            return Optional.of("the scenario has no replication " + flow + ", so what " + transition.to()
                    + " took over is never protected again");
        }
        boolean measured = story.transitions().stream()
                .filter(facts -> facts.name().equals(transition.name()))
                .anyMatch(facts -> Protection.measured(story, facts));
        return measured
                ? Optional.empty()
                : Optional.of("nothing in the evidence says how far replication lags, neither in the baseline nor as "
                        + flow + ": it is noted of a flow that a step starts (started: by-step)");
    }

    /** Of the oldest copy that a group was given. */
    private ObjectiveResult age(String name, Duration limit) {
        String text = Limits.duration(limit);
        if (!measures.anomalies().counts().containsKey(AnomalyClass.C7)) {
            return FigureCheck.unmeasured(
                    name, text, measures.anomalies().reasons().getOrDefault(AnomalyClass.C7, "its audit failed"));
        }
        Map<String, Double> ages = measures.anomalies().figures().getOrDefault(AnomalyClass.C7, Map.of());
        return check.judged(
                name, text, StaleRead.oldest(ages, limit, doubts), limit.toNanos(), Scope.CONSUMERS, doubts.ofTime());
    }

    private ObjectiveResult lossTime(String name, Duration limit) {
        String text = Limits.duration(limit);
        Optional<Result.Transition> first = measures.first(story);
        Result.Rpo rpo = first.map(Result.Transition::rpo).orElse(null);
        if (rpo == null) {
            return FigureCheck.unmeasured(name, text, "there is no transition with a failover snapshot");
        }
        String wide = rpo.mayRecords() > 0
                ? FigureCheck.fate(rpo.mayRecords())
                : "of some of what is lost nobody knows when it was taken, or what stood before it";
        double least = rpo.timeMillis();
        double most = Objects.requireNonNull(rpo.mostTimeMillis());
        // Stalls in the life of what may be lost take nothing from what is certain.
        double below = rpo.records() == 0 || least == most
                ? rpo.plusMinusMillis()
                : first.flatMap(measures::errorBar)
                        .map(bar -> Math.min(rpo.plusMinusMillis(), Millis.of(bar.ofAge(nanos(least)))))
                        .orElse(rpo.plusMinusMillis());
        FigureCheck.Measured measured =
                FigureCheck.Measured.times(least, below, most, rpo.plusMinusMillis(), limit, wide);
        return check.judged(name, text, measured, limit.toNanos(), Scope.LOSS, doubts.ofTime());
    }
}
