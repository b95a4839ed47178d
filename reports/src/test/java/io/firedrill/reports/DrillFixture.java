package io.firedrill.reports;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A made-up region loss as its timeline and journals would tell it: 500 records a second, the kill at 20 s. */
final class DrillFixture {

    static final long ZERO = 1_000_000_000_000L;
    static final FaultReceipt KILL = new FaultReceipt(
            "kill-region",
            "us-east",
            "disks: kept",
            "SIGKILL to brokers, MirrorMaker and worker of the region",
            at(20_004),
            at(20_061),
            List.of("us-east broker 1", "us-east broker 2", "us-east broker 3", "us-east worker 1"),
            true,
            at(20_069),
            at(20_130),
            "The canary's last success on us-west to us-east was at +20.01 s, its first failure at +20.13 s (connection refused).");

    private DrillFixture() {}

    static long at(double millis) {
        return ZERO + Math.round(millis * 1e6);
    }

    static TimelineEvent.RunStarted started(String scenario, String title, List<String> regions) {
        return new TimelineEvent.RunStarted(
                at(-14_200),
                "20260801-093012",
                scenario,
                title,
                "active-passive",
                "processes",
                1_785_576_612_000L,
                "host-1",
                1,
                "0.1.0",
                Map.of("us-east", "4.3.1", "us-west", "4.3.1"),
                "ci",
                Map.of(),
                new Catalogue(
                        regions,
                        List.of(
                                new Catalogue.Topic("orders", "orders", "", 6),
                                new Catalogue.Topic("us-east.orders", "orders", "us-east", 6)),
                        List.of(new Catalogue.Producer("order-service-0", "order-service", 0, 500, 512)),
                        List.of(new Catalogue.Group("billing", "billing", List.of(0, 1)))));
    }

    /** The whole drill with recovery at 29.4 s. */
    static List<TimelineEvent> recovered() {
        List<TimelineEvent> events = new ArrayList<>(untilKill());
        events.add(new TimelineEvent.Detected(at(21_420), "to-west", "4 failed probes in a row"));
        events.add(new TimelineEvent.Decided(at(21_421), "to-west", "automatic"));
        step(
                events,
                0,
                "fence",
                21_421,
                23_425,
                "unreachable",
                "us-east did not answer within 2 s; noted, not waited for");
        step(
                events,
                1,
                "wait-for-replication",
                23_425,
                25_130,
                "done",
                "us-east.orders stands still since 1.5 s, source unreachable");
        step(events, 2, "stop-replication", 25_130, 25_690, "done", "MirrorMaker us-east->us-west ended");
        step(events, 3, "verify-topics", 25_690, 25_742, "done", "us-east.orders has 6 of 6 partitions");
        events.add(new TimelineEvent.SnapshotTaken(
                at(25_760), at(25_743), "to-west", "us-west", Map.of("us-east.orders", List.of(1L, 2L))));
        step(events, 4, "activate-consumers", 25_760, 27_310, "done", "billing: 6 partitions at synced offsets");
        events.add(new TimelineEvent.OwnershipDeclared(at(27_312), 2, "us-west", "all"));
        step(events, 5, "switch-producers", 27_312, 27_830, "done", "order-service writes to us-west");
        events.add(new TimelineEvent.ServiceSwitched(at(27_830), "to-west", "order-service", "us-west"));
        events.add(new TimelineEvent.Recovered(at(39_500), "to-west"));
        events.add(new TimelineEvent.RegionRestored(at(57_900), "us-east", false));
        events.add(new TimelineEvent.LoadStopped(at(68_000)));
        events.add(new TimelineEvent.DrainFinished(at(71_000), true, Map.of()));
        events.add(new TimelineEvent.ScanFinished(at(72_100), "us-east", true, ""));
        events.add(new TimelineEvent.ScanFinished(at(72_900), "us-west", true, ""));
        events.add(new TimelineEvent.DrillEnded(at(73_000), "completed"));
        return events;
    }

    /** The runbook aborts; nobody serves again. */
    static List<TimelineEvent> stuck() {
        List<TimelineEvent> events = new ArrayList<>(untilKill());
        events.add(new TimelineEvent.Detected(at(21_420), "to-west", "4 failed probes in a row"));
        events.add(new TimelineEvent.Decided(at(21_421), "to-west", "automatic"));
        step(events, 0, "fence", 21_421, 23_425, "unreachable", "us-east did not answer within 2 s");
        step(events, 1, "verify-topics", 23_425, 33_440, "failed", "us-east.orders is missing in us-west");
        events.add(new TimelineEvent.Warning(at(33_450), "The runbook of to-west ended at its step verify-topics."));
        events.add(new TimelineEvent.LoadStopped(at(80_000)));
        events.add(new TimelineEvent.DrillEnded(at(84_000), "completed"));
        return events;
    }

    private static List<TimelineEvent> untilKill() {
        return List.of(
                started("region-loss", "The primary region is lost without warning", List.of("us-east", "us-west")),
                new TimelineEvent.RegionReady(at(-9_100), "us-east", "kT3x", 3),
                new TimelineEvent.RegionReady(at(-8_900), "us-west", "b81Q", 3),
                new TimelineEvent.WorkerStarted(at(-8_000), "us-east", 1, "journals/us-east-1", false),
                new TimelineEvent.WorkerStarted(at(-7_900), "us-west", 1, "journals/us-west-1", false),
                new TimelineEvent.OwnershipDeclared(at(-7_800), 1, "us-east", "all"),
                new TimelineEvent.LoadStarted(at(-7_500)),
                new TimelineEvent.BaselineSteady(at(0), at(-5_000), 8_400_000, 12),
                new TimelineEvent.FaultApplied(at(20_130), KILL, "to-west"),
                new TimelineEvent.WorkerEnded(at(20_062), "us-east", 1, true));
    }

    private static void step(
            List<TimelineEvent> events, int index, String step, double from, double to, String outcome, String note) {
        events.add(new TimelineEvent.StepFinished(at(to), at(from), "to-west", index, step, outcome, note));
    }

    /** @param recovery when us-west takes over; 0: never */
    static Series series(List<TimelineEvent> events, double recovery, double end) {
        Series series = new Series(
                ReportData.zero(events),
                events.get(0).at(),
                events.get(events.size() - 1).at(),
                List.of("us-east", "us-west"));
        FactSink east = series.in("us-east");
        FactSink west = series.in("us-west");
        long sequence = 0;
        for (double t = -7_500; t < end; t += 2) {
            sequence++;
            double wobble = ((sequence * 2654435761L) >>> 16) % 97 / 10.0;
            if (t < 20_060) {
                east.sent(0, 0, 1, sequence, 1, 0, 620, at(t), at(t));
                if (t < 20_020) {
                    east.acked(0, 0, 1, sequence, 0, 0, sequence, at(t + 4 + wobble));
                    east.delivered(0, 0, 0, 0, sequence, 0, 0, 1, sequence, at(t + 9 + wobble), true);
                } else {
                    east.unknown(0, 0, 1, sequence, at(20_060), "DisconnectException");
                }
            } else if (recovery > 0 && t >= recovery) {
                west.sent(1, 0, 1, sequence, 1, 0, 620, at(t), at(t));
                west.acked(1, 0, 1, sequence, 0, 0, sequence, at(t + 5 + wobble));
                west.delivered(0, 0, 0, 0, sequence, 1, 0, 1, sequence, at(t + 10 + wobble), true);
            } else if (recovery == 0 && t > 30_000) {
                west.failed(1, 0, 1, sequence, at(t), "TimeoutException");
            }
        }
        if (recovery > 0) {
            for (int i = 0; i < 640; i++) {
                west.delivered(0, 0, 1, 0, i, 0, 0, 1, i, at(27_100 + i), true);
            }
        }
        return series;
    }
}
