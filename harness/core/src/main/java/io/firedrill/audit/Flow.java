package io.firedrill.audit;

import io.firedrill.scenario.ReplicationSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * One topic of one replication flow, by the catalogue's indexes.
 *
 * @param from source region
 * @param topic native there
 * @param to target region
 * @param mirror the copy's topic there; the same number under the identity policy
 */
record Flow(int from, int topic, int to, int mirror) {

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
