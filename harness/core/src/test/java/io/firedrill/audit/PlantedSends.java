package io.firedrill.audit;

import io.firedrill.audit.SyntheticRecord.Copy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** How the sends of a planted drill stand at the end, by what was planted and what its scans show. Nothing of the audit's is asked. */
final class PlantedSends {

    /** What became of a send; most are acknowledged. */
    enum Fate {
        FAILED,
        /** Nobody was told, or that it is not known. */
        UNANSWERED,
        /** Of a transaction whose commit nobody confirmed, and none of which its native log has. */
        UNCONFIRMED
    }

    enum Standing {
        ACKNOWLEDGED,
        FAILED,
        RECOVERED,
        ABSENT,
        OPEN
    }

    private final SyntheticDrill drill;
    private final Map<SyntheticRecord, Fate> fates = new HashMap<>();

    PlantedSends(SyntheticDrill drill) {
        this.drill = drill;
    }

    void put(SyntheticRecord record, Fate fate) {
        fates.put(record, fate);
    }

    Standing standing(SyntheticRecord record) {
        Fate fate = fates.get(record);
        if (fate == null) {
            return Standing.ACKNOWLEDGED;
        }
        // Only a log that was read whole proves that a commit did not take place.
        if (fate == Fate.FAILED || fate == Fate.UNCONFIRMED && drill.scannedWhole(record.region)) {
            return Standing.FAILED;
        }
        boolean delivered =
                record.deliveries.stream().anyMatch(delivery -> tells(record, delivery.region(), delivery.topic()));
        if (delivered || shows(record, copy -> tells(record, copy.region(), copy.topic()))) {
            return Standing.RECOVERED;
        }
        return allScannedWhole() ? Standing.ABSENT : Standing.OPEN;
    }

    /** Whether what stands there says that the first region took it: of what was sent to two, its own log and copies of that. */
    private static boolean tells(SyntheticRecord record, int region, int topic) {
        return record.retry == null
                || topic == SyntheticDrill.MIRROR
                || topic == SyntheticDrill.ORDERS && region == record.region;
    }

    boolean must(SyntheticRecord record) {
        Standing standing = standing(record);
        return standing == Standing.ACKNOWLEDGED || standing == Standing.RECOVERED;
    }

    long count(Standing standing) {
        return drill.records.stream()
                .filter(record -> standing(record) == standing)
                .count();
    }

    /** How many copies the scans show in the record's own log. */
    long shownNatively(SyntheticRecord record) {
        return record.copies.stream()
                .filter(record::isNative)
                .filter(drill::shows)
                .count();
    }

    boolean shows(SyntheticRecord record, Predicate<Copy> which) {
        return record.copies.stream().filter(which).anyMatch(drill::shows);
    }

    boolean allScannedWhole() {
        return drill.scannedWhole(SyntheticDrill.EAST) && drill.scannedWhole(SyntheticDrill.WEST);
    }
}
