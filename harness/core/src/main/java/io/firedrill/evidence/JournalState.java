package io.firedrill.evidence;

import java.util.List;

/**
 * What a journal was found to be.
 *
 * @param region whose facts it holds; empty when no segment could be read
 * @param incarnation which start of the region's worker; 0 for a scan
 * @param facts how many were read
 * @param segments how many files there are
 * @param closed its writer closed it; false: the writer was killed, or the end is missing
 * @param damage what is wrong with it beyond a killed writer, a sentence each; empty when nothing is
 */
public record JournalState(
        String region, int incarnation, long facts, int segments, boolean closed, List<String> damage) {

    public JournalState {
        damage = List.copyOf(damage);
    }

    /** Facts are missing that were once written. What was read is still right. */
    public boolean damaged() {
        return !damage.isEmpty();
    }

    /** One sentence for people. */
    public String description() {
        String what = facts + " facts in " + segments + (segments == 1 ? " segment" : " segments");
        if (damaged()) {
            return what + "; damaged: " + String.join("; ", damage);
        }
        return what + (closed ? ", closed" : ", cut where its writer was killed");
    }
}
