package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep.ActivateConsumers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * R7, translation error: the position at which a group began to read a mirrored log, after a transition that starts consumers from
 * translated offsets, lies beyond unconsumed records (overshoot) or before consumed ones (undershoot). Of the records that stood in
 * that log below the failover snapshot:
 *
 * <ul>
 *   <li>overshoot: below the position, and never delivered to the group before it began there;
 *   <li>undershoot: at or above the position, though a commit of the group covers the record, in its native log or in this one,
 *       from before. A record that was delivered and not yet committed is none: no translation can know it.
 * </ul>
 *
 * An offset that was missing, or went back, shows as the undershoot that it causes. A group that never began there is C1's. The figure
 * {@code groups} says how many groups began wrongly, {@code overshoot} and {@code undershoot} how many records for which reason.
 *
 * <p>Each record is told with the offset that would have been right: at most that of the first record that the group had not been given
 * before it began (the snapshot's end, when it had been given all), so that nothing is passed over; and at least behind the last whose
 * processing it had committed, so that nothing is given again, as far as the first condition leaves room. Of these the one nearest to where
 * it began: how far off that was is the number of records in between.
 */
final class Mistranslated implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.R7;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        List<Flow> flows = Flow.of(dossier);
        List<Began> all = new ArrayList<>();
        boolean asked = false;
        for (TransitionFacts transition : dossier.story().transitions()) {
            if (!translates(dossier, transition)) {
                continue;
            }
            Optional<SnapshotTaken> snapshot = transition.snapshot();
            if (snapshot.isEmpty()) {
                return Plan.settled(new Answer.Unsettled("no failover snapshot was taken"));
            }
            for (Flow flow : flows) {
                if (flow.from() != dossier.region(transition.from()) || flow.to() != dossier.region(transition.to())) {
                    continue;
                }
                if (flow.unscanned(dossier).isPresent()) {
                    return Plan.settled(
                            new Answer.Unsettled(flow.unscanned(dossier).get()));
                }
                Optional<String> unlike = dossier.logLoss().otherThanAt(snapshot.get(), flow.to(), flow.mirror());
                if (unlike.isPresent()) {
                    return Plan.settled(new Answer.Unsettled(unlike.get()));
                }
                asked = true;
                all.addAll(Began.after(dossier, transition, snapshot.get(), flow));
            }
        }
        return asked
                ? new Plan<>(
                        Shards.each(all, began -> new Errors(dossier, began)),
                        () -> new Errors(dossier),
                        Errors::with,
                        Errors::finding)
                : Plan.settled(new Answer.Unasked("no transition started consumers from translated offsets"));
    }

    /**
     * That a group began to read a mirrored log.
     *
     * @param end of the log when the failover's snapshot was taken
     * @param start row of the group's first start in it within the transition
     */
    private record Began(Flow flow, int group, ScanLog log, long end, GroupLog read, int start) {

        static List<Began> after(Dossier dossier, TransitionFacts transition, SnapshotTaken snapshot, Flow flow) {
            List<Long> ends = snapshot.endOffsets()
                    .getOrDefault(
                            dossier.catalogue().topics().get(flow.mirror()).name(), List.of());
            List<Began> all = new ArrayList<>();
            for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
                for (ScanLog log : dossier.facts().scanLogs()) {
                    if (log.region == flow.to() && log.topic == flow.mirror() && log.partition < ends.size()) {
                        GroupLog read = dossier.facts().knownGroupLog(log.region, group, log.topic, log.partition);
                        int start = read == null ? -1 : firstStart(read, transition);
                        if (read != null && start >= 0) {
                            all.add(new Began(flow, group, log, ends.get(log.partition), read, start));
                        }
                    }
                }
            }
            return all;
        }

        /** Row of the first start within the transition that has a position; -1 when there is none. */
        private static int firstStart(GroupLog log, TransitionFacts transition) {
            int first = -1;
            for (int row = 0; row < log.startTimes.size(); row++) {
                long at = log.startTimes.get(row);
                if (at >= transition.t0From()
                        && at < transition.until()
                        && log.startPositions.get(row) >= 0
                        && (first < 0 || at < log.startTimes.get(first))) {
                    first = row;
                }
            }
            return first;
        }
    }

    private static boolean translates(Dossier dossier, TransitionFacts transition) {
        FailoverSpec spec = dossier.story().scenario().failovers().get(transition.name());
        return spec != null
                && spec.runbook().stream()
                        .anyMatch(step -> step instanceof ActivateConsumers activate
                                && activate.offsets() == ActivateConsumers.Offsets.SYNCED);
    }

    /** Between which offsets of one copy a group should have begun. */
    private static final class Bounds {
        private final LongColumn offsets;

        /** Of the first record that it had not been given. */
        private long most;

        /** Behind the last record that it had processed. */
        private long least;

        Bounds(long end, Scratch scratch) {
            this.offsets = new LongColumn(scratch);
            this.most = end;
        }

        /** A record of the copy; they come in the order of their offsets. */
        void met(long offset, boolean given, boolean processed) {
            offsets.add(offset);
            if (!given) {
                most = Math.min(most, offset);
            }
            if (processed) {
                least = offset + 1;
            }
        }

        long right(long position) {
            return Math.min(most, Math.max(least, position));
        }

        /** How many records lie between a position and the right one. */
        long between(long position) {
            long from = Math.min(position, right(position));
            long to = Math.max(position, right(position));
            long records = 0;
            for (int row = 0; row < offsets.size(); row++) {
                records += offsets.get(row) >= from && offsets.get(row) < to ? 1 : 0;
            }
            return records;
        }
    }

    private static final class Errors {
        private final Dossier dossier;
        private final RefSet records = new RefSet();
        private final Set<Integer> groups = new HashSet<>();

        /** What is the matter with a record: a number of {@link #what}, even for one beyond the position and odd for one before it. */
        private final LongTable texts;

        private final List<String> what = new ArrayList<>();

        Errors(Dossier dossier) {
            this.dossier = dossier;
            this.texts = new LongTable(dossier.scratch());
        }

        Errors(Dossier dossier, Began began) {
            this(dossier);
            in(began);
        }

        /** Of a record that both tell of, what the first says. */
        Errors with(Errors later) {
            int before = what.size();
            later.records.forEach(ref -> add(ref, before + (int) later.texts.get(ref, 0)));
            what.addAll(later.what);
            groups.addAll(later.groups);
            later.texts.giveBack();
            return this;
        }

        Finding finding() {
            long[] kinds = {0, 0};
            records.forEach(ref -> kinds[(int) texts.get(ref, 0) & 1]++);
            return Finding.of(records, ref -> dossier.describe(ref) + ", " + what.get((int) texts.get(ref, 0)))
                    .with(Map.of(
                            "groups", (double) groups.size(),
                            "overshoot", (double) kinds[0],
                            "undershoot", (double) kinds[1]));
        }

        private void in(Began of) {
            Flow flow = of.flow();
            ScanLog log = of.log();
            FirstCopies source = dossier.holdings().firstCopies(flow.from(), flow.topic());
            RefTimes deliveries = dossier.holdings().firstDeliveries(of.group());
            long began = of.read().startTimes.get(of.start());
            long position = of.read().startPositions.get(of.start());
            long committedHere = committed(of.read(), began);
            LongTable committedThere = new LongTable();
            Bounds bounds = new Bounds(of.end(), dossier.scratch());
            boolean right = true;
            RefSet seen = new RefSet();
            RowOrder order = log.byOffset();
            for (int rank = 0; rank < order.size(); rank++) {
                int row = order.row(rank);
                long ref = log.refs.get(row);
                long offset = log.offsets.get(row);
                if (offset >= of.end() || !flow.carried(dossier, ref) || failed(flow, ref) || !seen.add(ref)) {
                    continue;
                }
                boolean given = deliveries.get(ref) < began;
                boolean processed =
                        offset < committedHere || processed(flow, of.group(), source, ref, began, committedThere);
                bounds.met(offset, given, processed);
                if (offset < position && !given) {
                    add(ref, 0);
                    right = false;
                } else if (offset >= position && processed) {
                    add(ref, 1);
                    right = false;
                }
            }
            if (!right) {
                String text = text(of.group(), log, position, bounds);
                what.add(text + ": beyond it, though it was not delivered");
                what.add(text + ": before it, though it was processed");
                groups.add(of.group());
            }
            bounds.offsets.giveBack();
        }

        /** What was aborted is no record that the group should have been given: no position is wrong for its sake. */
        private boolean failed(Flow flow, long ref) {
            Sends sends = dossier.facts().sends().session(ref).known(flow.from());
            return sends != null && sends.failed(Ref.sequence(ref));
        }

        private void add(long ref, int text) {
            if (records.add(ref)) {
                texts.put(ref, text);
            }
        }

        private String text(int group, ScanLog log, long position, Bounds bounds) {
            String began = "group " + dossier.catalogue().groups().get(group).name() + " began "
                    + dossier.facts().place(log.region, log.topic, log.partition, position);
            long right = bounds.right(position);
            if (right == position) {
                return began + ", and none would have been better";
            }
            long records = bounds.between(position);
            return began + " where @" + right + " would have been right, " + records
                    + (records == 1 ? " record" : " records") + (right < position ? " too far" : " too early");
        }

        /** Whether a commit in the native log covers the record. */
        private boolean processed(Flow flow, int group, FirstCopies source, long ref, long before, LongTable known) {
            long place = source.place(ref);
            if (place == FirstCopies.NOWHERE) {
                return false;
            }
            int partition = source.partition(place);
            long upTo = known.get(partition, Long.MIN_VALUE);
            if (upTo == Long.MIN_VALUE) {
                GroupLog read = dossier.facts().knownGroupLog(flow.from(), group, flow.topic(), partition);
                upTo = known.putIfAbsent(partition, read == null ? -1 : committed(read, before));
            }
            return source.offset(place) < upTo;
        }

        /** The furthest position that was committed before; -1 for none. */
        private static long committed(GroupLog log, long before) {
            long furthest = -1;
            for (int row = 0; row < log.commitTimes.size(); row++) {
                if (log.commitTimes.get(row) < before) {
                    furthest = Math.max(furthest, log.commitOffsets.get(row));
                }
            }
            return furthest;
        }
    }
}
