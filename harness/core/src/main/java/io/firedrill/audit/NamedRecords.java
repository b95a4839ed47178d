package io.firedrill.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the examples of every count together, each by the place of its count in the result. Only counts that were measured are asked. */
final class NamedRecords {
    private final Dossier dossier;
    private final Map<String, List<String>> byCount = new TreeMap<>();

    NamedRecords(Dossier dossier) {
        this.dossier = dossier;
    }

    Map<String, List<String>> byCount() {
        return byCount;
    }

    void sends(Totals.Sent sent) {
        put("sends", sent.examples());
    }

    void duplicates(DuplicateCount duplicates) {
        put("duplicates", duplicates.examples());
    }

    void splitBrain() {
        dossier.splitBrain().ifPresent(found -> put("splitBrain", found.examples(dossier)));
    }

    void conflicts() {
        put("conflicts", dossier.conflicts().examples());
    }

    /** @param measured those of the timeline's transitions that have figures */
    void transitions(List<RecoveryTime.Found> measured) {
        for (RecoveryTime.Found found : measured) {
            String name = found.figures().name();
            put(name + ".rto", found.examples());
            dossier.story().transitions().stream()
                    .filter(facts ->
                            facts.name().equals(name) && found.figures().rpo() != null)
                    .forEach(facts ->
                            put(name + ".rpo", dossier.recoveryPoint(facts).examples()));
        }
    }

    private void put(String place, Map<String, List<String>> examples) {
        examples.forEach((count, records) -> byCount.put(place + "." + count, records));
    }
}
