package io.firedrill.audit;

import io.firedrill.scenario.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
 * Two with neither order conflict. Only Must counts.
 */
final class WriteConflicts {
    private static final long[] SKEWS_AHEAD = {100_000_000L, 1_000_000_000L};

    private final Dossier dossier;
    private final Map<Reader, RefTimes> known = new HashMap<>();
    private final RefSet writes = new RefSet();
    private final Set<Long> keys = new HashSet<>();
    private final Map<Long, Peers> peers = new LinkedHashMap<>();

    private record Reader(int region, String service) {}

    /**
     * A write that has conflicting peers.
     *
     * @param newest by region, invocation of the newest peer there
     */
    private record Peers(Sends sends, int row, long gone, long[] newest) {
        long invoked() {
            return sends.invoked(row);
        }
    }

    /** Writes of one key by one session to one region, in the order of their invocation. */
    private static final class Track {
        final Sends sends;
        final long gone;
        private final LongColumn rows = new LongColumn();

        Track(Sends sends, long gone) {
            this.sends = sends;
            this.gone = gone;
        }

        List<Integer> rows() {
            List<Integer> sorted = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                sorted.add((int) rows.get(i));
            }
            sorted.sort(Comparator.comparingLong(sends::invoked));
            return sorted;
        }
    }

    private WriteConflicts(Dossier dossier) {
        this.dossier = dossier;
    }

    static WriteConflicts of(Dossier dossier) {
        WriteConflicts conflicts = new WriteConflicts(dossier);
        conflicts.byKey().forEach(conflicts::inKey);
        return conflicts;
    }

    /** Writes with at least one conflicting peer. */
    RefSet writes() {
        return writes;
    }

    /** The figures beside the class; empty when ownership was never declared. */
    static Optional<Result.Conflicts> figures(Dossier dossier) {
        if (!dossier.ownership().declared()) {
            return Optional.empty();
        }
        WriteConflicts found = of(dossier);
        Set<Long> hashes = found.peers.values().stream()
                .map(write -> write.sends().keyHash(write.row()))
                .collect(Collectors.toCollection(TreeSet::new));
        return Optional.of(new Result.Conflicts(
                found.writes.size(),
                found.keys.size(),
                new Result.RegionalAuthority(found.rejected()),
                new Result.LastWriterWins(found.dropped(-1, 0).size(), found.skewed()),
                new Result.Merge(found.writes.size(), Divergence.differing(dossier, hashes))));
    }

    private Map<Long, List<Track>> byKey() {
        Map<Long, List<Track>> byKey = new HashMap<>();
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends sends : session.sends()) {
                long gone = SplitBrainWrites.workerGone(dossier, sends);
                for (int row = 0; row < sends.size(); row++) {
                    if (sends.known(row) && dossier.must(sends, row)) {
                        track(byKey, sends, row, gone).rows.add(row);
                    }
                }
            }
        }
        return byKey;
    }

    private static Track track(Map<Long, List<Track>> byKey, Sends sends, int row, long gone) {
        List<Track> tracks =
                byKey.computeIfAbsent(LongTable.pair(sends.keyHash(row), sends.topic(row)), k -> new ArrayList<>(2));
        if (tracks.isEmpty() || tracks.get(tracks.size() - 1).sends != sends) {
            tracks.add(new Track(sends, gone));
        }
        return tracks.get(tracks.size() - 1);
    }

    private void inKey(long key, List<Track> tracks) {
        for (Track mine : tracks) {
            for (Track theirs : tracks) {
                if (mine.sends.region != theirs.sends.region && mine.sends.session != theirs.sends.session) {
                    between(key, mine, theirs);
                }
            }
        }
    }

    /** Finds the conflicting peers that each of {@code mine} has among {@code theirs}. */
    private void between(long key, Track mine, Track theirs) {
        List<Integer> candidates = theirs.rows();
        long[] invoked = candidates.stream().mapToLong(theirs.sends::invoked).toArray();
        long[] visible =
                candidates.stream().mapToLong(row -> visible(theirs, row, mine)).toArray();
        long[] latest = visible.clone();
        Arrays.parallelPrefix(latest, Math::max);
        for (int row : mine.rows()) {
            // Of theirs, those that were invoked before mine was known there ...
            int last = upTo(invoked, visible(mine, row, theirs)) - 1;
            long at = mine.sends.invoked(row);
            if (last < 0 || latest[last] < at) {
                continue;
            }
            // ... and were not known here when mine was invoked. The newest of them decides who is the last writer.
            while (visible[last] < at) {
                last--;
            }
            conflict(key, mine, row, theirs.sends.region, invoked[last]);
        }
    }

    private void conflict(long key, Track track, int row, int region, long invoked) {
        keys.add(key);
        writes.add(track.sends.ref(row));
        long[] newest = peers.computeIfAbsent(
                        LongTable.pair(track.sends.ref(row), track.sends.region),
                        k -> new Peers(track.sends, row, track.gone, nothing()))
                .newest();
        newest[region] = Math.max(newest[region], invoked);
    }

    private long[] nothing() {
        long[] newest = new long[dossier.catalogue().regions().size()];
        Arrays.fill(newest, Long.MIN_VALUE);
        return newest;
    }

    /** How many of the sorted numbers are at most this. */
    private static int upTo(long[] sorted, long most) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= most) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The last instant at which a write of the other's service in its region could be invoked without knowing this one. */
    private long visible(Track track, int row, Track other) {
        String service = service(other);
        long delivered = known.computeIfAbsent(new Reader(other.sends.region, service), this::deliveries)
                .get(track.sends.ref(row));
        return Math.min(delivered, handedOver(track, row, other.sends.region));
    }

    private long handedOver(Track track, int row, int region) {
        Ownership ownership = dossier.ownership();
        long invoked = track.sends.invoked(row);
        boolean every = dossier.story().scenario().pattern() == Pattern.ACTIVE_ACTIVE;
        if (every || !ownership.ownedWithin(track.sends.region, invoked, ending(track.sends, row, track.gone))) {
            return Long.MAX_VALUE;
        }
        long next = ownership.nextStart(region, invoked);
        return next == Long.MAX_VALUE ? next : next - 1;
    }

    private static long ending(Sends sends, int row, long gone) {
        return SplitBrainWrites.end(sends, row, gone);
    }

    private String service(Track track) {
        return dossier.catalogue().producers().get(track.sends.session.producer).service();
    }

    private RefTimes deliveries(Reader reader) {
        RefTimes times = new RefTimes();
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

    /** Under regional authority: conflicting writes of a region that did not own the key. */
    private long rejected() {
        return peers.values().stream()
                .filter(write -> !dossier.ownership()
                        .ownedWithin(
                                write.sends().region,
                                write.invoked(),
                                ending(write.sends(), write.row(), write.gone())))
                .count();
    }

    /** Conflicting writes with a later peer, by clocks of which one region's is ahead. */
    private List<Peers> dropped(int region, long ahead) {
        return peers.values().stream()
                .filter(write -> givesWay(write, region, ahead))
                .toList();
    }

    /** Of two at the same instant that of the region named first in the scenario gives way. */
    private static boolean givesWay(Peers write, int region, long ahead) {
        long mine = write.invoked() + (write.sends().region == region ? ahead : 0);
        for (int other = 0; other < write.newest().length; other++) {
            long newest = write.newest()[other];
            long theirs = newest + (other == region ? ahead : 0);
            if (newest != Long.MIN_VALUE && (theirs > mine || theirs == mine && other > write.sends().region)) {
                return true;
            }
        }
        return false;
    }

    private static boolean newestOfAll(Peers write) {
        return Arrays.stream(write.newest()).allMatch(newest -> newest < write.invoked());
    }

    private List<Result.Skewed> skewed() {
        List<Result.Skewed> skewed = new ArrayList<>();
        for (int region = 0;
                !peers.isEmpty() && region < dossier.catalogue().regions().size();
                region++) {
            for (long ahead : SKEWS_AHEAD) {
                List<Peers> dropped = dropped(region, ahead);
                long newest =
                        dropped.stream().filter(WriteConflicts::newestOfAll).count();
                skewed.add(new Result.Skewed(
                        dossier.catalogue().regions().get(region), Millis.of(ahead), dropped.size(), newest));
            }
        }
        return skewed;
    }
}
