package io.firedrill.drill;

import io.firedrill.failover.SteadyWatch.Sample;
import io.firedrill.scenario.Scenario;
import io.firedrill.workload.WorkerEvent;
import java.util.Collection;
import java.util.List;

/** Turns the workers' statistics into samples of the load that must be steady. */
final class Baseline {
    /** How far consumers may be behind and still keep up: what is sent in this many seconds. */
    private static final double BEHIND_SECONDS = 1;

    private Baseline() {}

    /** The running totals of all active producers and groups of these workers; an unknown lag is no steady one. */
    static Sample sample(Collection<WorkerEvent.Stats> stats, double ratePerSecond) {
        long at = 0;
        long intended = 0;
        long inTime = 0;
        long lag = 0;
        for (WorkerEvent.Stats worker : stats) {
            at = Math.max(at, worker.at());
            for (WorkerEvent.ProducerStats producer : worker.producers()) {
                if (producer.active()) {
                    intended += producer.intended();
                    inTime += producer.ackedInTime();
                }
            }
            lag = Math.max(lag, lag(worker.groups()));
        }
        return new Sample(at, intended, inTime, lag, (long) (BEHIND_SECONDS * ratePerSecond));
    }

    /** How the load went since it began, for people. */
    static String told(Collection<WorkerEvent.Stats> stats, double ratePerSecond) {
        if (stats.isEmpty()) {
            return "no worker has said how it goes";
        }
        Sample sample = sample(stats, ratePerSecond);
        return sample.inTime() + " of " + sample.intended() + " sends were acknowledged in time, and "
                + (sample.undelivered() == Long.MAX_VALUE
                        ? "a group reads no partition yet"
                        : "the group furthest behind has " + sample.undelivered() + " records to read");
    }

    /** The largest lag of an active group; beyond every limit while one is unknown. */
    static long lag(List<WorkerEvent.GroupStats> groups) {
        long lag = 0;
        for (WorkerEvent.GroupStats group : groups) {
            if (group.active()) {
                lag = Math.max(lag, group.lag() < 0 || group.assigned() == 0 ? Long.MAX_VALUE : group.lag());
            }
        }
        return lag;
    }

    /** Intended sends a second over all services. */
    static double rate(Scenario scenario) {
        return scenario.services().values().stream()
                .flatMap(service -> service.produces().stream())
                .mapToDouble(produces -> produces.ratePerSecond())
                .sum();
    }
}
