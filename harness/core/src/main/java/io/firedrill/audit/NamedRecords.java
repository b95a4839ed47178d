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
        dossier.splitBrain()
                .ifPresent(found -> put("splitBrain", found.examples().named(dossier)));
    }

    void conflicts() {
        put("conflicts", dossier.conflicts().examples().named(dossier));
    }

    /** @param measured those of the timeline's transitions that have figures */
    void transitions(List<Result.Transition> measured, Schedules schedules) {
        for (Result.Transition transition : measured) {
            dossier.story().transitions().stream()
                    .filter(facts -> facts.name().equals(transition.name()))
                    .findFirst()
                    .ifPresent(facts -> transition(transition, facts, schedules));
        }
    }

    private void transition(Result.Transition transition, TransitionFacts facts, Schedules schedules) {
        Examples unserved = new Examples();
        schedules.unserved(facts.t0From(), facts.until(), (sends, row) -> unserved.add("unserved", sends, row));
        put(facts.name() + ".rto", unserved.named(dossier));
        if (transition.rpo() != null) {
            put(facts.name() + ".rpo", dossier.recoveryPoint(facts).examples());
        }
    }

    private void put(String place, Map<String, List<String>> examples) {
        examples.forEach((count, records) -> byCount.put(place + "." + count, records));
    }
}
