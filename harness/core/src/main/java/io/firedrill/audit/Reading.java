package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;

/** Where groups read. */
final class Reading {
    private Reading() {}

    /** {@link #regionAt} the drill's end. */
    static int regionAtTheEnd(Dossier dossier, int group) {
        return regionAt(dossier, group, Long.MAX_VALUE);
    }

    /**
     * Region in which the group's service is active at an instant. When the scenario does not know the service: the region in which
     * anything was delivered to the group last; -1 when there is none.
     */
    static int regionAt(Dossier dossier, int group, long time) {
        Catalogue.Group of = dossier.catalogue().groups().get(group);
        int region = dossier.region(dossier.active().at(of.service(), time));
        if (region >= 0) {
            return region;
        }
        long last = Long.MIN_VALUE;
        for (GroupLog log : dossier.facts().groupLogs()) {
            int rows = log.times.size();
            if (log.group == group && rows > 0 && log.times.get(rows - 1) > last) {
                last = log.times.get(rows - 1);
                region = log.region;
            }
        }
        return region;
    }

    /** Whether the group reads any topic of the native topic's lineage. */
    static boolean reads(Facts facts, int group, int nativeTopic) {
        String lineage = facts.lineage(nativeTopic);
        return facts.catalogue().groups().get(group).topics().stream()
                .anyMatch(topic -> facts.lineage(topic).equals(lineage));
    }
}
