package io.firedrill.reports;

import io.firedrill.evidence.TimelineEvent;
import java.util.List;
import java.util.Locale;

/**
 * A line of the timeline in words.
 *
 * @param when on the drill's clock
 */
public record TimelineRow(String when, String event, String what) {

    /** Every event, in the timeline's order. */
    public static List<TimelineRow> of(ReportData data) {
        return data.events().stream()
                .map(event -> row(Figures.moment(data.millis(event.at())), event))
                .toList();
    }

    private static TimelineRow row(String when, TimelineEvent event) {
        if (event instanceof TimelineEvent.RunStarted e) {
            return new TimelineRow(when, "run started", e.scenario() + " on " + e.platform());
        } else if (event instanceof TimelineEvent.RegionReady e) {
            return new TimelineRow(
                    when, "region ready", e.region() + ": " + e.brokers() + " brokers, cluster " + e.clusterId());
        } else if (event instanceof TimelineEvent.WorkerStarted e) {
            return new TimelineRow(when, "worker started", e.region() + ", incarnation " + e.incarnation());
        } else if (event instanceof TimelineEvent.ClockMeasured e) {
            return new TimelineRow(
                    when,
                    "clock measured",
                    e.region() + ", incarnation " + e.incarnation() + ": behind by "
                            + Figures.millis(e.offsetNanos() / 1e6) + ", give or take "
                            + Figures.millis(e.plusMinusNanos() / 1e6));
        } else if (event instanceof TimelineEvent.WorkerEnded e) {
            String how = e.expected() ? "" : ", unexpectedly";
            return new TimelineRow(when, "worker ended", e.region() + ", incarnation " + e.incarnation() + how);
        } else if (event instanceof TimelineEvent.LoadStarted) {
            return new TimelineRow(when, "load started", "producers follow their schedules");
        } else if (event instanceof TimelineEvent.CanaryStarted e) {
            String path = e.wire() + ", seen from " + e.seenFrom();
            return new TimelineRow(when, "canary started", path);
        } else if (event instanceof TimelineEvent.BaselineSteady e) {
            return new TimelineRow(
                    when,
                    "baseline steady",
                    "acknowledgement p99 " + Figures.millis(e.ackP99Nanos() / 1e6) + ", lag p99 "
                            + Figures.count(e.lagP99Records(), "record", "records"));
        } else if (event instanceof TimelineEvent.FaultApplied e) {
            return new TimelineRow(
                    when,
                    "fault applied",
                    e.receipt().fault() + " " + e.receipt().target() + ": "
                            + e.receipt().effect());
        } else if (event instanceof TimelineEvent.FaultLifted e) {
            return new TimelineRow(
                    when,
                    "fault lifted",
                    e.fault() + " " + e.target() + (e.clean() ? " " : ", not clean: ") + e.note());
        } else if (event instanceof TimelineEvent.FaultProved e) {
            return new TimelineRow(
                    when,
                    "lift looked at again",
                    e.fault() + " " + e.target() + (e.clean() ? " " : ", not clean: ") + e.note());
        } else if (event instanceof TimelineEvent.FaultLeft e) {
            return new TimelineRow(when, "fault left in place", e.fault() + " " + e.target() + ": " + e.why());
        } else if (event instanceof TimelineEvent.OwnershipDeclared e) {
            return new TimelineRow(when, "ownership", e.region() + " owns " + e.keys() + " keys, epoch " + e.epoch());
        }
        return transition(when, event);
    }

    private static TimelineRow transition(String when, TimelineEvent event) {
        if (event instanceof TimelineEvent.Detected e) {
            return new TimelineRow(when, "detected (T1)", e.failover() + " by " + e.by());
        } else if (event instanceof TimelineEvent.Decided e) {
            return new TimelineRow(when, "decided (T2)", e.failover() + ", " + e.how());
        } else if (event instanceof TimelineEvent.StepFinished e) {
            String length = Figures.millis((e.at() - e.startedAt()) / 1e6);
            return new TimelineRow(when, e.step(), e.outcome() + " after " + length + ". " + e.note());
        } else if (event instanceof TimelineEvent.FenceConfirmed e) {
            return new TimelineRow(when, "fence confirmed", "writes in " + e.region() + " are denied");
        } else if (event instanceof TimelineEvent.SnapshotTaken e) {
            return new TimelineRow(
                    when,
                    "failover snapshot",
                    "end offsets of " + Figures.count(e.endOffsets().size(), "topic", "topics") + " in " + e.region());
        } else if (event instanceof TimelineEvent.ServiceSwitched e) {
            return new TimelineRow(when, "service switched (T3)", e.service() + " to " + e.region());
        } else if (event instanceof TimelineEvent.Recovered e) {
            return new TimelineRow(
                    when, "recovered", e.failover() + ", as the conductor saw it; the audit finds T5 itself");
        } else if (event instanceof TimelineEvent.RegionRestored e) {
            return new TimelineRow(
                    when,
                    "region restored",
                    e.region() + " answers again" + (e.renewed() ? ", its topics begun anew" : ""));
        } else if (event instanceof TimelineEvent.TopicCreated e) {
            return new TimelineRow(when, "topic created", e.region() + " " + e.topic());
        } else if (event instanceof TimelineEvent.TopicRecreated e) {
            return new TimelineRow(when, "topic recreated", e.region() + " " + e.topic() + ": its offsets begin anew");
        }
        return ending(when, event);
    }

    private static TimelineRow ending(String when, TimelineEvent event) {
        if (event instanceof TimelineEvent.LoadStopped) {
            return new TimelineRow(when, "load stopped", "producers stop");
        } else if (event instanceof TimelineEvent.DrainFinished e) {
            String left = e.lag().isEmpty() ? "" : ", left: " + e.lag();
            return new TimelineRow(when, "drain finished", (e.complete() ? "complete" : "not complete") + left);
        } else if (event instanceof TimelineEvent.ScanFinished e) {
            String how = e.complete() ? " read to its end" : " not read whole";
            return new TimelineRow(
                    when, "log scan", e.region() + how + (e.note().isBlank() ? "" : ": " + e.note()));
        } else if (event instanceof TimelineEvent.Note e) {
            return new TimelineRow(when, "note", e.text());
        } else if (event instanceof TimelineEvent.Warning e) {
            return new TimelineRow(when, "warning", e.text());
        } else if (event instanceof TimelineEvent.Trouble e) {
            return new TimelineRow(when, "trouble", e.where() + ": " + e.text());
        } else if (event instanceof TimelineEvent.DrillEnded e) {
            return new TimelineRow(when, "drill ended", e.how());
        }
        // a kind that a later version adds: its name says more than a refusal to render
        String kind = event.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return new TimelineRow(when, kind.toLowerCase(Locale.ROOT), "");
    }
}
