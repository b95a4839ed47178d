package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.BaselineSteady;
import io.firedrill.evidence.TimelineEvent.DrainFinished;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.FaultLifted;
import io.firedrill.evidence.TimelineEvent.LoadStarted;
import io.firedrill.evidence.TimelineEvent.LoadStopped;
import io.firedrill.evidence.TimelineEvent.MetadataNoted;
import io.firedrill.evidence.TimelineEvent.ScanFinished;
import io.firedrill.evidence.TimelineEvent.Trouble;
import io.firedrill.evidence.TimelineEvent.WorkerEnded;
import io.firedrill.evidence.TimelineEvent.WorkerStarted;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the evidence lacks. Each sentence makes the drill INCONCLUSIVE (MEASURES.md, 6). */
final class EvidenceCheck {
    private final Story story;
    private final Troubles troubles;

    private EvidenceCheck(Story story, Troubles troubles) {
        this.story = story;
        this.troubles = troubles;
    }

    static void check(Dossier dossier, Troubles troubles) {
        EvidenceCheck check = new EvidenceCheck(dossier.story(), troubles);
        check.writtenAnew(dossier.completeness());
        check.order();
        check.faults();
        check.receipts();
        check.lifts();
        check.stalls(dossier);
        check.workers(dossier.facts());
        check.clocks(dossier.facts());
        check.scans(dossier);
        check.transitions(dossier);
        check.ownership(dossier);
        check.topicIds(dossier);
    }

    /** What somebody else made the evidence say is no ground to blame anybody. */
    private void writtenAnew(Completeness completeness) {
        completeness
                .writtenAnew()
                .forEach(
                        part -> troubles.baseless(
                                part + " is sound by its own checksums and is not the one that the drill"
                                        + " left, by the manifest's: it was written anew, and what it says need not have happened"));
    }

    /** The drill went through all its stages. */
    private void order() {
        story.timeline().all(Trouble.class).forEach(e -> {
            String sentence = e.where() + ": " + e.text();
            if (e.where().equals(Trouble.PROXY_SERVER)) {
                troubles.ours(sentence);
            } else {
                troubles.add(sentence, Scope.ALL);
            }
        });
        present(LoadStarted.class, "the load never started");
        present(BaselineSteady.class, "the baseline never became steady");
        present(LoadStopped.class, "the timeline does not say when the load stopped");
        Optional<DrillEnded> ended = story.timeline().last(DrillEnded.class);
        if (ended.isEmpty()) {
            troubles.add("the drill did not end in order: its harness was killed or lost", Scope.ALL);
        } else if (!ended.get().how().equals("completed")) {
            troubles.add("the drill was " + ended.get().how(), Scope.ALL);
        }
        Optional<DrainFinished> drain = story.timeline().last(DrainFinished.class);
        if (drain.isEmpty()) {
            troubles.add(
                    "the drain never ended, so nobody knows what consumers would still have read", Scope.CONSUMERS);
        } else if (!drain.get().complete()) {
            String lag = new TreeMap<>(drain.get().lag())
                    .entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", "));
            troubles.add(
                    "the drain did not finish within its time" + (lag.isEmpty() ? "" : "; left: " + lag),
                    Scope.CONSUMERS);
        }
    }

    private <E extends TimelineEvent> void present(Class<E> kind, String sentence) {
        if (story.timeline().first(kind).isEmpty()) {
            troubles.add(sentence, Scope.ALL);
        }
    }

    private void faults() {
        story.timeline().all(FaultApplied.class).map(FaultApplied::receipt).forEach(receipt -> {
            if (!receipt.observed()) {
                troubles.add(
                        receipt.fault() + " " + receipt.target() + ": no effect was observed: " + receipt.effect(),
                        Scope.TIME,
                        Scope.LOSS);
            } else if (receipt.effectTo() < receipt.effectFrom()) {
                // T0 is nothing then, and all that is counted from it.
                troubles.baseless(receipt.fault() + " " + receipt.target() + ": its effect ends before it begins");
            }
        });
    }

    /**
     * What was taken back was applied. Without its receipt a transition has another T0, or looks as if nothing had called for it. A fault that
     * could not be applied ends the drill, and is taken back without one.
     */
    private void receipts() {
        boolean completed = story.timeline()
                .last(DrillEnded.class)
                .filter(end -> end.how().equals("completed"))
                .isPresent();
        story.timeline()
                .all(FaultLifted.class)
                .filter(lift -> completed)
                .filter(lift -> story.timeline()
                        .all(FaultApplied.class)
                        .noneMatch(applied -> applied.at() <= lift.at()
                                && applied.receipt().fault().equals(lift.fault())
                                && applied.receipt().target().equals(lift.target())))
                .forEach(lift -> troubles.baseless(lift.fault() + " " + lift.target()
                        + " was taken back, and the timeline does not say that it was applied"));
    }

    /** What was applied was taken back before the logs were read: only then do they show what is left in the end. */
    private void lifts() {
        long scanned = story.timeline()
                .first(ScanFinished.class)
                .map(TimelineEvent::at)
                .orElse(Long.MAX_VALUE);
        story.timeline()
                .all(FaultApplied.class)
                .filter(it -> story.lasts(it.receipt()))
                .forEach(applied -> {
                    FaultReceipt receipt = applied.receipt();
                    String fault = receipt.fault() + " " + receipt.target();
                    Optional<FaultLifted> lifted = story.lifted(applied);
                    if (lifted.isEmpty() || lifted.get().at() > scanned) {
                        troubles.add(
                                fault
                                        + story.left(applied)
                                                .map(left -> " was left in place: " + left.why())
                                                .orElse(" was not lifted before the logs were read, so they don't show"
                                                        + " what is there after healing"),
                                Scope.LOSS,
                                Scope.DUPLICATES,
                                Scope.CONSUMERS);
                    } else if (!lifted.get().clean()) {
                        notClean(fault, lifted.get().note());
                    } else {
                        story.timeline()
                                .provedLater(lifted.get())
                                .filter(proved -> !proved.clean())
                                .ifPresent(proved -> notClean(fault, proved.note()));
                    }
                });
    }

    private void notClean(String fault, String note) {
        troubles.add(fault + " was not lifted cleanly: " + note, Scope.LOSS, Scope.DUPLICATES, Scope.CONSUMERS);
    }

    /** Who takes times must have noted when it stood still: without that no error bar can be trusted. */
    private void stalls(Dossier dossier) {
        dossier.completeness()
                .unmetered()
                .forEach(file -> troubles.add(
                        "nothing says when the process " + file + " stood still (logs/" + file + StallLog.SUFFIX
                                + "), so error bars may be too small",
                        Scope.TIME,
                        Scope.LOSS));
    }

    /** All facts are of one clock: what lies before the drill or behind it is of another, and no time of that journal means anything. */
    private void clocks(Facts facts) {
        TimelineOrder.broken(story.timeline()).forEach(troubles::baseless);
        boolean ended = story.timeline().last(DrillEnded.class).isPresent();
        for (Facts.Journal journal : facts.journals()) {
            outside(journal, story.first(), "the drill began", ended)
                    .ifPresent(when -> troubles.baseless("journal " + journal.name() + " has a fact from " + when
                            + ": its times are not of the clock of the timeline, or it is of more than the drill, and nothing"
                            + " can be judged by them"));
        }
        Optional<Long> stopped = story.timeline().first(LoadStopped.class).map(TimelineEvent::at);
        for (Facts.Journal scan : facts.scans()) {
            outside(
                            scan,
                            stopped.orElse(story.first()),
                            stopped.isPresent() ? "the load stopped" : "the drill began",
                            ended)
                    .ifPresent(when -> troubles.add(
                            "scan " + scan.name() + " has a time from " + when
                                    + ": it need not show what the logs held at the end",
                            Scope.LOSS,
                            Scope.DUPLICATES,
                            Scope.CONSUMERS));
        }
    }

    /** By how much a journal's times reach out of the drill, or of what is left of it from a moment on; empty: they don't. */
    private Optional<String> outside(Facts.Journal journal, long from, String begins, boolean ended) {
        boolean any = journal.firstAt() <= journal.lastAt();
        if (any && journal.firstAt() < from) {
            return Optional.of(Millis.of(from - journal.firstAt()) / 1000 + " s before " + begins);
        }
        return any && ended && journal.lastAt() > story.last()
                ? Optional.of(Millis.of(journal.lastAt() - story.last()) / 1000 + " s after the drill ended")
                : Optional.empty();
    }

    /** Every worker left its journal, and one that was cut belongs to a worker that the drill killed. */
    private void workers(Facts facts) {
        Set<String> expected = new TreeSet<>();
        story.timeline().all(WorkerStarted.class).forEach(started -> {
            String name = started.region() + "-" + started.incarnation();
            expected.add(name);
            Optional<Facts.Journal> journal = facts.journals().stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst();
            if (journal.isEmpty()) {
                troubles.damage("the journal of worker " + name + " is missing", Scope.ALL);
            } else if (!journal.get().state().closed() && !journal.get().state().damaged() && !story.killed(started)) {
                troubles.add(
                        "worker " + name + " ended without closing its journal, and no fault called for it", Scope.ALL);
            }
        });
        for (Facts.Journal journal : facts.journals()) {
            if (!expected.contains(journal.name())) {
                troubles.damage("journal " + journal.name() + " belongs to no worker of the timeline", Scope.ALL);
            }
        }
        story.timeline()
                .all(WorkerEnded.class)
                .filter(e -> !e.expected())
                .forEach(e -> troubles.add(
                        "worker " + e.region() + "-" + e.incarnation() + " ended unexpectedly", Scope.ALL));
    }

    private void scans(Dossier dossier) {
        for (int region = 0; region < dossier.catalogue().regions().size(); region++) {
            String name = dossier.catalogue().regions().get(region);
            if (!dossier.completeness().scannedWhole(region)) {
                String why = story.timeline()
                        .all(ScanFinished.class)
                        .filter(e -> e.region().equals(name))
                        .reduce((one, other) -> other)
                        .map(e -> e.complete() ? "its record is not whole" : e.note())
                        .orElse("no scan was made");
                troubles.add(
                        "the logs of " + name + " were not scanned whole: " + why,
                        Scope.LOSS,
                        Scope.DUPLICATES,
                        Scope.CONSUMERS);
            }
        }
        List<Sends> scanned = dossier.facts().sends().all().stream()
                .filter(sends -> dossier.completeness().scannedWhole(sends.region))
                .toList();
        Set<String> unread = Shards.begin(
                        dossier.crew(),
                        Shards.sends(dossier, scanned, (sends, from, to) -> unread(dossier, sends, from, to)),
                        new TreeSet<>(),
                        EvidenceCheck::both)
                .get();
        unread.forEach(partition -> troubles.add(
                partition + " took records but was not scanned", Scope.LOSS, Scope.DUPLICATES, Scope.CONSUMERS));
    }

    private static Set<String> both(Set<String> some, Set<String> later) {
        some.addAll(later);
        return some;
    }

    private static Set<String> unread(Dossier dossier, Sends sends, int from, int to) {
        Set<String> unread = new TreeSet<>();
        Facts facts = dossier.facts();
        for (int row = from; row < to; row++) {
            if (sends.ok(row)) {
                ScanLog log = facts.knownScanLog(sends.region, sends.ackTopic(row), sends.partition(row));
                if (log == null || !log.complete()) {
                    unread.add(dossier.catalogue().regions().get(sends.region) + " "
                            + dossier.catalogue()
                                    .topics()
                                    .get(sends.ackTopic(row))
                                    .name() + "/" + sends.partition(row));
                }
            }
        }
        return unread;
    }

    /** A topic that has another id at the end than before was made again; when, only a fact can say. */
    private void topicIds(Dossier dossier) {
        story.timeline().all(MetadataNoted.class).forEach(noted -> noted.topics()
                .forEach((name, topic) -> {
                    int region = dossier.region(noted.region());
                    int index = dossier.catalogue().topic(name);
                    UUID read = region < 0 || index < 0 ? null : dossier.facts().topicId(region, index);
                    boolean other =
                            read != null && !topic.id().isEmpty() && !topic.id().equals(base64(read));
                    if (other && dossier.logLoss().renewed(region, index) < noted.startedAt()) {
                        troubles.add(
                                "topic " + name + " of " + noted.region() + " was made again after "
                                        + story.millisFromZero(noted.at())
                                        + " ms, as its id says, and nothing says when: what was lost with the old one can't be told",
                                Scope.LOSS,
                                Scope.DUPLICATES,
                                Scope.CONSUMERS);
                    }
                }));
    }

    /** As Kafka writes ids. */
    private static String base64(UUID id) {
        ByteBuffer bytes =
                ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** A split brain or a conflict that the clocks' bounds leave open, or logs that nobody read, was not ruled out. */
    private void ownership(Dossier dossier) {
        dossier.splitBrain()
                .map(SplitBrainWrites.Found::byClocks)
                .filter(writes -> writes > 0)
                .ifPresent(writes -> troubles.add(
                        "acknowledged writes that may be of a split brain, for what is not known of the clocks reaches"
                                + " from them to the change of ownership: " + writes,
                        Scope.OWNERSHIP));
        dossier.splitBrain()
                .map(SplitBrainWrites.Found::open)
                .filter(writes -> writes > 0)
                .ifPresent(writes -> troubles.add(
                        "sends of unknown outcome to a region that did not own their keys, of which the scans do not tell"
                                + " whether it took them: " + writes,
                        Scope.OWNERSHIP));
        long conflicts = dossier.ownership().declared() ? WriteConflicts.may(dossier) : 0;
        if (conflicts > 0) {
            troubles.add(
                    "writes that may conflict with those of which the scans do not tell whether a region took them: "
                            + conflicts,
                    Scope.OWNERSHIP);
        }
    }

    private void transitions(Dossier dossier) {
        for (TransitionFacts transition : story.transitions()) {
            if (transition.snapshot().isEmpty()) {
                troubles.add(
                        transition.name() + ": no failover snapshot was taken, so its RPO cannot be told", Scope.LOSS);
            }
            long stalled = new ErrorBar(dossier, transition).stalledDetector();
            if (transition.falseFailover() && stalled > 0) {
                troubles.ours(transition.name() + ": our own processes stood still for " + Math.round(stalled / 1e6)
                        + " ms while the detector looked at " + transition.from()
                        + ", so this failover and what followed from it may be our own doing");
            }
            if (dossier.region(transition.from()) < 0 || dossier.region(transition.to()) < 0) {
                troubles.add(transition.name() + " names a region that the catalogue does not have", Scope.ALL);
            }
        }
        if (!dossier.ownership().declared()) {
            troubles.add("ownership of the keys was never declared", Scope.OWNERSHIP);
        }
    }
}
