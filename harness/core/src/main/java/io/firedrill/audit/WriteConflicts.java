package io.firedrill.audit;

import io.firedrill.audit.KeyedSends.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conflicts (MEASURES.md, 5). Of two writes of one key (and lineage) in different regions, w1 comes before w2 when
 *
 * <ul>
 *   <li>they are of one session, in that order; or
 *   <li>a copy of w1 was delivered to the service that wrote w2, in its region, before w2 was invoked; or
 *   <li>ownership was handed over between them: w1's region owned the key when w1 was written (or nobody knows that it did not), and
 *       w2 was invoked in an epoch of w2's region that began later. What w2 then did not know is a loss (RPO) and no conflict. In
 *       active-active, where every region may write every key, this does not hold.
 * </ul>
 *
 * Two with neither order conflict. Only Must counts; what is open is told apart ({@link #may}).
 */
final class WriteConflicts {
    private static final long[] SKEWS_AHEAD = {100_000_000L, 1_000_000_000L};

    private final Dossier dossier;
    private final Overlaps overlaps;
    private final Map<Reader, RefTimes> known = new HashMap<>();
    private final RefSet writes = new RefSet();
    private final LongTable keyHashes;
    private final Examples examples = new Examples();
    private long keys;
    private long rejected;

    /** Writes that give way by last-writer-wins, by the clocks as they are. */
    private final RuleCount dropped = new RuleCount("", -1, 0);

    private final List<RuleCount> skewed = new ArrayList<>();

    /** Null until somebody asks. */
    private @Nullable Optional<Divergence.Differing> differing;

    private record Reader(int region, String service) {}

    /**
     * A write that has conflicting peers.
     *
     * @param newest by region, invocation of the newest peer there
     */
    private record Peers(Sends sends, int row, long[] newest) {
        long invoked() {
            return sends.invoked(row);
        }
    }

    private WriteConflicts(Dossier dossier) {
        this.dossier = dossier;
        this.overlaps = dossier.overlaps();
        this.keyHashes = new LongTable(dossier.scratch());
        for (int region = 0; region < dossier.catalogue().regions().size(); region++) {
            for (long ahead : SKEWS_AHEAD) {
                skewed.add(new RuleCount("skewed." + skewed.size() + ".", region, ahead));
            }
        }
    }

    static WriteConflicts of(Dossier dossier) {
        return of(dossier, dossier::must);
    }

    /** How many further writes may be in conflict: those that a region which was not scanned may have taken, and their peers. */
    static long may(Dossier dossier) {
        if (dossier.completeness().allScannedWhole()) {
            return 0;
        }
        WriteConflicts possible = of(dossier, (of, row) -> dossier.must(of, row) || dossier.open(of, row));
        return possible.writes.size() - dossier.conflicts().writes.size();
    }

    private static WriteConflicts of(Dossier dossier, KeyedSends.Choice written) {
        WriteConflicts conflicts = new WriteConflicts(dossier);
        if (conflicts.overlaps.any()) {
            KeyedSends sends =
                    new KeyedSends(dossier, (of, row) -> written.takes(of, row) && conflicts.overlaps.may(of, row));
            sends.forEachKey((key, tracks) -> conflicts.inKey(tracks));
            sends.giveBack();
        }
        return conflicts;
    }

    /** Writes with at least one conflicting peer. */
    RefSet writes() {
        return writes;
    }

    /** Records by the name of the count, as in the figures. */
    Map<String, List<String>> examples() {
        Map<String, List<String>> named = examples.named(dossier);
        differing()
                .map(keys -> keys.examples().named(dossier))
                .filter(records -> !records.isEmpty())
                .ifPresent(records -> named.put("merge.differingKeys", records));
        return named;
    }

    /** Keys in conflict whose last value differs at the end; empty when that was not measured. */
    private synchronized Optional<Divergence.Differing> differing() {
        Optional<Divergence.Differing> known = differing;
        if (known == null) {
            known = Divergence.differing(dossier, keyHashes);
            differing = known;
        }
        return known;
    }

    /** The figures beside the class; empty when ownership was never declared. */
    static Optional<Result.Conflicts> figures(Dossier dossier) {
        if (!dossier.ownership().declared()) {
            return Optional.empty();
        }
        WriteConflicts found = dossier.conflicts();
        return Optional.of(new Result.Conflicts(
                found.writes.size(),
                found.keys,
                new Result.RegionalAuthority(found.rejected),
                new Result.LastWriterWins(found.dropped.dropped, found.skewed()),
                new Result.Merge(
                        found.writes.size(),
                        found.differing().map(Divergence.Differing::keys).orElse(null))));
    }

    private void inKey(List<Track> tracks) {
        boolean any = false;
        for (Track mine : tracks) {
            Map<Integer, Peers> peers = new LinkedHashMap<>();
            for (Track theirs : tracks) {
                if (mine.sends().region != theirs.sends().region && mine.sends().session != theirs.sends().session) {
                    between(mine, theirs, peers);
                }
            }
            any |= !peers.isEmpty();
            peers.values().forEach(this::count);
        }
        keys += any ? 1 : 0;
    }

    /** Finds the conflicting peers that each of {@code mine} has among {@code theirs}. */
    private void between(Track mine, Track theirs, Map<Integer, Peers> peers) {
        long[] invoked = theirs.invoked();
        long[] visible = new long[invoked.length];
        Arrays.setAll(visible, i -> visible(theirs, theirs.rows()[i], mine));
        long[] latest = visible.clone();
        Arrays.parallelPrefix(latest, Math::max);
        for (int i = 0; i < mine.rows().length; i++) {
            int row = mine.rows()[i];
            // Of theirs, those that were invoked before mine was known there ...
            int last = Sorted.upTo(invoked, visible(mine, row, theirs)) - 1;
            long at = mine.invoked()[i];
            if (last < 0 || latest[last] < at) {
                continue;
            }
            // ... and were not known here when mine was invoked. The newest of them decides who is the last writer.
            while (visible[last] < at) {
                last--;
            }
            long[] newest = peers.computeIfAbsent(row, r -> new Peers(mine.sends(), r, nothing()))
                    .newest();
            newest[theirs.sends().region] = Math.max(newest[theirs.sends().region], invoked[last]);
        }
    }

    private void count(Peers write) {
        writes.add(write.sends().ref(write.row()));
        examples.add("writes", write.sends(), write.row());
        keyHashes.put(write.sends().keyHash(write.row()), 1);
        boolean owned = overlaps.owned(write.sends(), write.row());
        // Under regional authority: conflicting writes of a region that did not own the key.
        if (!owned) {
            rejected++;
            examples.add("regionalAuthority.rejected", write.sends(), write.row());
        }
        dropped.count(write);
        skewed.forEach(rule -> rule.count(write));
    }

    private long[] nothing() {
        long[] newest = new long[dossier.catalogue().regions().size()];
        Arrays.fill(newest, Long.MIN_VALUE);
        return newest;
    }

    /** The last instant at which a write of the other's service in its region could be invoked without knowing this one. */
    private long visible(Track track, int row, Track other) {
        int region = other.sends().region;
        long delivered = known.computeIfAbsent(new Reader(region, service(other)), this::deliveries)
                .get(track.sends().ref(row));
        return Math.min(delivered, overlaps.handedOver(track.sends(), row, region));
    }

    private String service(Track track) {
        return dossier.catalogue()
                .producers()
                .get(track.sends().session.producer)
                .service();
    }

    private RefTimes deliveries(Reader reader) {
        RefTimes times = new RefTimes(dossier.scratch());
        for (GroupLog log : dossier.facts().groupLogs()) {
            boolean reads = log.region == reader.region()
                    && dossier.catalogue().groups().get(log.group).service().equals(reader.service());
            for (int row = 0; reads && row < log.refs.size(); row++) {
                if (!Ref.phantom(log.refs.get(row))) {
                    times.put(log.refs.get(row), log.times.get(row));
                }
            }
        }
        return times;
    }

    private List<Result.Skewed> skewed() {
        return writes.size() == 0
                ? List.of()
                : skewed.stream()
                        .map(rule -> new Result.Skewed(
                                dossier.catalogue().regions().get(rule.region),
                                Millis.of(rule.ahead),
                                rule.dropped,
                                rule.newest))
                        .toList();
    }

    /** Conflicting writes with a later peer, by clocks of which one region's is ahead. */
    private final class RuleCount {
        private final String droppedName;
        private final String newestName;
        private final int region;
        private final long ahead;
        private long dropped;
        private long newest;

        /** @param place in the figures of last-writer-wins */
        RuleCount(String place, int region, long ahead) {
            this.droppedName = "lastWriterWins." + place + "dropped";
            this.newestName = "lastWriterWins." + place + "newestDropped";
            this.region = region;
            this.ahead = ahead;
        }

        void count(Peers write) {
            if (!givesWay(write)) {
                return;
            }
            dropped++;
            examples.add(droppedName, write.sends(), write.row());
            // By right clocks none that gives way is the newest.
            if (Arrays.stream(write.newest()).allMatch(at -> at < write.invoked())) {
                newest++;
                examples.add(newestName, write.sends(), write.row());
            }
        }

        /** Of two at the same instant that of the region named first in the scenario gives way. */
        private boolean givesWay(Peers write) {
            long mine = write.invoked() + (write.sends().region == region ? ahead : 0);
            for (int other = 0; other < write.newest().length; other++) {
                long at = write.newest()[other];
                long theirs = at + (other == region ? ahead : 0);
                if (at != Long.MIN_VALUE && (theirs > mine || theirs == mine && other > write.sends().region)) {
                    return true;
                }
            }
            return false;
        }
    }
}
