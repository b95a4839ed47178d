package io.firedrill.export;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.BaselineSteady;
import io.firedrill.evidence.TimelineEvent.Decided;
import io.firedrill.evidence.TimelineEvent.Detected;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.FaultLifted;
import io.firedrill.evidence.TimelineEvent.FenceConfirmed;
import io.firedrill.evidence.TimelineEvent.LoadStarted;
import io.firedrill.evidence.TimelineEvent.LoadStopped;
import io.firedrill.evidence.TimelineEvent.MetadataNoted;
import io.firedrill.evidence.TimelineEvent.OwnershipDeclared;
import io.firedrill.evidence.TimelineEvent.RegionRestored;
import io.firedrill.evidence.TimelineEvent.ReplicationSettled;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.evidence.TimelineEvent.ServiceSwitched;
import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import io.firedrill.evidence.TimelineEvent.StepFinished;
import io.firedrill.evidence.TimelineEvent.TopicRecreated;
import io.firedrill.evidence.TimelineEvent.WorkerEnded;
import io.firedrill.evidence.TimelineEvent.WorkerStarted;
import io.firedrill.scenario.Objective;
import io.firedrill.scenario.RunbookStep;
import io.firedrill.scenario.Scenario;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Timeline, catalogue and scenario as rows. */
final class StoryExport {
    private final Sheets sheets;
    private final Timeline timeline;

    private StoryExport(Sheets sheets, Timeline timeline) {
        this.sheets = sheets;
        this.timeline = timeline;
    }

    static void export(Sheets sheets, Timeline timeline, RunStarted started, Optional<Scenario> scenario) {
        StoryExport export = new StoryExport(sheets, timeline);
        export.run(started);
        export.catalogue(started.catalogue());
        scenario.ifPresent(export::scenario);
        export.faults();
        export.ownership();
        export.transitions();
        export.logs();
        export.metadata();
        export.workers();
    }

    /** What processes noted of their stalls. */
    static void stalls(Sheets sheets, StallLog log) {
        for (StallLog.Entry stall : log.stalls()) {
            sheets.add(Tables.STALLS, row -> row.text(log.process())
                    .flag(log.measured())
                    .number(stall.from())
                    .number(stall.nanos())
                    .number(stall.collecting()));
        }
    }

    private void run(RunStarted started) {
        long last =
                timeline.events().stream().mapToLong(TimelineEvent::at).max().orElse(started.at());
        sheets.add(Tables.RUN, row -> {
            row.text(started.id())
                    .text(started.scenario())
                    .text(started.title())
                    .text(started.pattern())
                    .text(started.platform())
                    .number(started.epochMillis())
                    .number(timeline.events().get(0).at());
            at(row, timeline.first(LoadStarted.class));
            at(row, timeline.first(BaselineSteady.class));
            at(row, timeline.first(LoadStopped.class));
            row.number(last);
            timeline.last(DrillEnded.class).ifPresentOrElse(end -> row.text(end.how()), row::nothing);
        });
    }

    private static void at(Row row, Optional<? extends TimelineEvent> event) {
        event.ifPresentOrElse(e -> row.number(e.at()), row::nothing);
    }

    private void catalogue(Catalogue catalogue) {
        for (Catalogue.Topic topic : catalogue.topics()) {
            sheets.add(Tables.TOPICS, row -> {
                row.text(topic.name()).text(topic.lineage());
                if (topic.mirrored()) {
                    row.text(topic.origin());
                } else {
                    row.nothing();
                }
                row.number(topic.partitions());
            });
        }
        for (int i = 0; i < catalogue.producers().size(); i++) {
            Catalogue.Producer producer = catalogue.producers().get(i);
            int number = i;
            sheets.add(Tables.PRODUCERS, row -> row.number(number)
                    .text(producer.name())
                    .text(producer.service())
                    .text(topic(catalogue, producer.topic()))
                    .number(producer.ratePerSecond())
                    .number(producer.valueBytes()));
        }
        for (Catalogue.Store store : catalogue.stores()) {
            for (int producer : store.producers()) {
                sheets.add(Tables.STORES, row -> row.text(store.service()).number(producer));
            }
        }
        for (Catalogue.Group group : catalogue.groups()) {
            for (int topic : group.topics()) {
                sheets.add(
                        Tables.READERS,
                        row -> row.text(group.name()).text(group.service()).text(topic(catalogue, topic)));
            }
        }
    }

    private static String topic(Catalogue catalogue, int number) {
        boolean known = number >= 0 && number < catalogue.topics().size();
        return known ? catalogue.topics().get(number).name() : "unknown topic " + number;
    }

    private void scenario(Scenario scenario) {
        scenario.services().forEach((service, spec) -> {
            for (int place = 0; place < spec.deployedIn().size(); place++) {
                int number = place;
                sheets.add(Tables.DEPLOYMENTS, row -> row.text(service)
                        .text(spec.deployedIn().get(number))
                        .number(number)
                        .flag(spec.produces().isPresent()));
            }
        });
        scenario.replication().forEach(flow -> flow.topics()
                .forEach(topic -> sheets.add(
                        Tables.FLOWS,
                        row -> row.text(flow.from()).text(topic).text(flow.to()).text(flow.mirrored(topic)))));
        scenario.objectives()
                .forEach(objective ->
                        sheets.add(Tables.OBJECTIVES, row -> limit(row.text(objective.name()), objective.limit())
                                .text(objective.because())));
        scenario.failovers()
                .forEach((name, spec) -> sheets.add(Tables.FAILOVERS, row -> {
                    boolean synced = spec.runbook().stream()
                            .anyMatch(step -> step instanceof RunbookStep.ActivateConsumers activate
                                    && activate.offsets() == RunbookStep.ActivateConsumers.Offsets.SYNCED);
                    row.text(name).text(spec.from()).text(spec.to()).flag(synced);
                    at(
                            row,
                            timeline.all(Detected.class)
                                    .filter(e -> e.failover().equals(name))
                                    .findFirst());
                    at(
                            row,
                            timeline.all(Decided.class)
                                    .filter(e -> e.failover().equals(name))
                                    .findFirst());
                }));
    }

    private static Row limit(Row row, Objective.Limit limit) {
        if (limit instanceof Objective.Limit.Time time) {
            return row.number(time.atMost().toNanos()).nothing(2);
        }
        return limit instanceof Objective.Limit.Count count
                ? row.nothing().number(count.atMost()).nothing()
                : row.nothing(2).number(((Objective.Limit.Ratio) limit).atMost());
    }

    private void faults() {
        timeline.all(FaultApplied.class).forEach(applied -> {
            FaultReceipt receipt = applied.receipt();
            Optional<FaultLifted> lifted = timeline.lifted(applied);
            sheets.add(Tables.FAULTS, row -> {
                row.text(receipt.fault())
                        .text(receipt.target())
                        .text(receipt.parameters())
                        .text(receipt.mechanism())
                        .text(applied.transition())
                        .number(receipt.appliedFrom())
                        .number(receipt.appliedTo())
                        .flag(receipt.observed())
                        .number(receipt.effectFrom())
                        .number(receipt.effectTo())
                        .text(receipt.effect());
                lifted.ifPresentOrElse(e -> row.number(e.takenBackAt()), row::nothing);
                lifted.flatMap(timeline::provedAt).ifPresentOrElse(row::number, row::nothing);
                lifted.ifPresentOrElse(e -> row.flag(timeline.clean(e)), row::nothing);
            });
        });
    }

    private void ownership() {
        List<OwnershipDeclared> epochs = timeline.all(OwnershipDeclared.class)
                .sorted(Comparator.comparingLong(OwnershipDeclared::at).thenComparingInt(OwnershipDeclared::epoch))
                .toList();
        for (int i = 0; i < epochs.size(); i++) {
            OwnershipDeclared epoch = epochs.get(i);
            Optional<OwnershipDeclared> next =
                    i + 1 < epochs.size() ? Optional.of(epochs.get(i + 1)) : Optional.empty();
            sheets.add(Tables.OWNERSHIP, row -> {
                row.number(epoch.epoch())
                        .text(epoch.region())
                        .text(epoch.keys())
                        .number(epoch.at());
                at(row, next);
            });
        }
    }

    private void transitions() {
        timeline.all(StepFinished.class)
                .forEach(step -> sheets.add(Tables.STEPS, row -> row.text(step.failover())
                        .number(step.index())
                        .text(step.step())
                        .text(step.outcome())
                        .number(step.startedAt())
                        .number(step.at())));
        timeline.all(ServiceSwitched.class)
                .forEach(e -> sheets.add(Tables.SWITCHES, row -> row.text(e.failover())
                        .text(e.service())
                        .text(e.region())
                        .number(e.at())));
        timeline.all(FenceConfirmed.class)
                .forEach(e ->
                        sheets.add(Tables.FENCES, row -> row.text(e.region()).number(e.at())));
        timeline.all(SnapshotTaken.class)
                .forEach(snapshot -> snapshot.endOffsets().forEach((topic, ends) -> {
                    for (int partition = 0; partition < ends.size(); partition++) {
                        int number = partition;
                        sheets.add(Tables.SNAPSHOTS, row -> row.text(snapshot.failover())
                                .text(snapshot.region())
                                .text(topic)
                                .number(number)
                                .number(ends.get(number))
                                .number(snapshot.startedAt())
                                .number(snapshot.at()));
                    }
                }));
    }

    private void logs() {
        timeline.all(RegionRestored.class)
                .filter(RegionRestored::renewed)
                .forEach(e -> sheets.add(
                        Tables.RENEWALS, row -> row.text(e.region()).nothing().number(e.at())));
        timeline.all(TopicRecreated.class)
                .forEach(e -> sheets.add(
                        Tables.RENEWALS,
                        row -> row.text(e.region()).text(e.topic()).number(e.at())));
        timeline.all(ReplicationSettled.class)
                .forEach(e -> sheets.add(
                        Tables.SETTLED,
                        row -> row.text(e.from()).text(e.to()).flag(e.settled()).number(e.at())));
    }

    private void metadata() {
        timeline.all(MetadataNoted.class).forEach(noted -> {
            noted.topics().forEach((name, topic) -> {
                sheets.add(Tables.METADATA, row -> object(row, noted, "topic", name)
                        .nothing(2));
                sheets.add(Tables.METADATA, row -> object(row, noted, "partitions", name)
                        .nothing()
                        .text(Integer.toString(topic.partitions())));
                topic.config()
                        .forEach((setting, value) ->
                                sheets.add(Tables.METADATA, row -> object(row, noted, "setting", name)
                                        .text(setting)
                                        .text(value)));
            });
            for (MetadataNoted.Acl acl : noted.acls()) {
                sheets.add(Tables.METADATA, row -> object(row, noted, "acl", acl.name())
                        .text(acl.resource() + " " + acl.pattern())
                        .text(acl.permission() + " " + acl.principal() + " from " + acl.host() + " "
                                + acl.operation()));
            }
            noted.groups()
                    .forEach(group -> sheets.add(Tables.METADATA, row -> object(row, noted, "group", group)
                            .nothing(2)));
        });
    }

    private static Row object(Row row, MetadataNoted noted, String kind, String name) {
        return row.text(noted.region()).number(noted.at()).text(kind).text(name);
    }

    private void workers() {
        timeline.all(WorkerStarted.class).forEach(started -> {
            Optional<WorkerEnded> ended = timeline.all(WorkerEnded.class)
                    .filter(e -> e.region().equals(started.region()) && e.incarnation() == started.incarnation())
                    .findFirst();
            sheets.add(Tables.WORKERS, row -> {
                row.text(started.region()).number(started.incarnation()).number(started.at());
                at(row, ended);
                ended.ifPresentOrElse(e -> row.flag(e.expected()), row::nothing);
            });
        });
    }
}
