package io.firedrill.audit;

import io.firedrill.scenario.ReplicationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One topic of one replication flow, by the catalogue's indexes.
 *
 * @param from source region
 * @param topic native there
 * @param to target region
 * @param mirror the copy's topic there; the same number under the identity policy
 */
record Flow(int from, int topic, int to, int mirror) {

    /** Whether a copy of the record at the target came by this flow: it was sent to the source, and not to the target as well. */
    boolean carried(Dossier dossier, long ref) {
        return !Ref.phantom(ref)
                && dossier.facts().nativeLog(from, topic, ref)
                && !dossier.facts().nativeLog(to, mirror, ref);
    }

    /** Of the two regions the first whose logs were not scanned whole, as a reason; empty when both were. */
    Optional<String> unscanned(Dossier dossier) {
        return Stream.of(from, to)
                .filter(region -> !dossier.completeness().scannedWhole(region))
                .map(dossier.completeness()::notScanned)
                .findFirst();
    }

    /** As {@link #unscanned(Dossier)}, of the first of these that has such a region. */
    static Optional<String> unscanned(Dossier dossier, List<Flow> flows) {
        return flows.stream().flatMap(flow -> flow.unscanned(dossier).stream()).findFirst();
    }

    static List<Flow> of(Dossier dossier) {
        List<Flow> flows = new ArrayList<>();
        for (ReplicationSpec spec : dossier.story().scenario().replication()) {
            int from = dossier.region(spec.from());
            int to = dossier.region(spec.to());
            for (String name : spec.topics()) {
                int topic = dossier.catalogue().topic(name);
                int mirror = dossier.catalogue().topic(spec.mirrored(name));
                if (from >= 0 && to >= 0 && topic >= 0 && mirror >= 0) {
                    flows.add(new Flow(from, topic, to, mirror));
                }
            }
        }
        return flows;
    }
}
