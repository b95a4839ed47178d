package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RecordId;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of some records: one pass over the journals and scans that keeps what concerns them and nothing else, so that its
 * memory does not grow with the drill.
 */
final class Lives {

    /**
     * Something that happened to a record.
     *
     * @param at monotonic nanoseconds; null: the final scan shows it, and nobody knows since when
     * @param what one word or two, {@code acknowledged}
     * @param where a region, and a place in a log where there is one
     * @param note what else is known, may be empty
     */
    record Moment(@Nullable Long at, String what, String where, String note) {}

    private final Catalogue catalogue;
    private final Map<RecordId, List<Moment>> moments = new LinkedHashMap<>();
    private final Map<RecordId, Long> last = new TreeMap<>(Comparator.comparingInt(RecordId::worker)
            .thenComparingInt(RecordId::producer)
            .thenComparingInt(RecordId::session));

    private Lives(Catalogue catalogue, Collection<RecordId> ids) {
        this.catalogue = catalogue;
        ids.forEach(id -> moments.put(id, new ArrayList<>()));
    }

    /** Reads what became of the records. */
    static Lives read(RunFolder folder, Catalogue catalogue, JournalClocks clocks, Collection<RecordId> ids)
            throws IOException {
        Lives lives = new Lives(catalogue, ids);
        List<LifeFacts.Waiting> waiting = new ArrayList<>();
        for (Path journal : folders(folder.journals())) {
            String name = String.valueOf(journal.getFileName());
            String region = name.substring(0, Math.max(0, name.lastIndexOf('-')));
            JournalReader.read(
                    journal,
                    new LifeFacts(lives, catalogue, region, waiting),
                    clocks.of(name).nanos());
        }
        for (Path scan : folders(folder.scans())) {
            String region = String.valueOf(scan.getFileName());
            if (JournalReader.read(scan, new LifeFacts(lives, catalogue, region, new ArrayList<>()))
                    .closed()) {
                lives.nowhereIn(region);
            }
        }
        Comparator<Moment> byTime = Comparator.comparing(Moment::at, Comparator.nullsLast(Comparator.naturalOrder()));
        lives.moments.values().forEach(life -> life.sort(byTime));
        return lives;
    }

    /** Says of each record of which anything is known that no log of a region, read to its end, held it. */
    private void nowhereIn(String region) {
        for (List<Moment> life : moments.values()) {
            boolean there = life.stream()
                    .anyMatch(moment -> moment.at() == null && moment.where().startsWith(region + " "));
            if (!there && !life.isEmpty()) {
                life.add(new Moment(null, "nowhere", region, "no log there held it"));
            }
        }
    }

    static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** What became of a record, in the order of time; empty: the evidence does not know it. */
    List<Moment> of(RecordId id) {
        return moments.getOrDefault(id, List.of());
    }

    /** Each session with its last sequence, as names: {@code us-east/order-service-0/1/0 to 499}. */
    List<String> sessions() {
        List<String> texts = new ArrayList<>();
        last.forEach((session, sequence) -> texts.add(RecordName.of(catalogue, session) + " to " + sequence));
        return texts;
    }

    /** Where to note what concerns a record; null when nobody asked for it. */
    @Nullable
    List<Moment> wanted(RecordId id) {
        return moments.get(id);
    }

    boolean concerns(int worker, int producer, int session) {
        return moments.keySet().stream()
                .anyMatch(id -> id.worker() == worker && id.producer() == producer && id.session() == session);
    }

    void reached(int worker, int producer, int session, long sequence) {
        last.merge(new RecordId(worker, producer, session, 0), sequence, Math::max);
    }
}
