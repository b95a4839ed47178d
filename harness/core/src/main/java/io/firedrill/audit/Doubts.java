package io.firedrill.audit;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which figures look larger than they were for what the evidence lacks (MEASURES.md, 6). Lost acknowledgements and deliveries lengthen
 * times, lost knowledge makes conflicts, lost records make a share of them larger. Such a figure fails nobody. Others can only look
 * smaller, and fail as ever. Each answer is a sentence's end that says why; empty: the figure is at least what it looks like.
 */
final class Doubts {
    private static final String JOURNAL = "a worker's journal is damaged or missing, and what it lost may be why";

    private final Dossier dossier;
    private final boolean journals;
    private final boolean stalls;

    Doubts(Dossier dossier) {
        this.dossier = dossier;
        this.journals = dossier.completeness().journalsWhole();
        this.stalls = dossier.completeness().stallsKnown();
    }

    /**
     * Of a point of a transition that acknowledgements and deliveries tell, and of the age of a loss: without its acknowledgement the last
     * safe record is an older one.
     */
    Optional<String> ofTime() {
        return Stream.concat(ofFacts().stream(), ofStalls().stream()).findFirst();
    }

    /** Of what the timeline tells, and the stalls beside it. */
    Optional<String> ofStalls() {
        return when(!stalls, "nothing says when every process of ours stood still, and that may be why");
    }

    /** Of what takes no acknowledgement or delivery to have been lost. */
    Optional<String> ofFacts() {
        return when(!journals, JOURNAL);
    }

    /** Of the records that a transition left behind: an acknowledgement that was lost makes them fewer, and a copy shows in a scan. */
    Optional<String> ofLosses() {
        return dossier.story()
                .headline()
                .filter(transition -> !journals)
                .filter(transition -> dossier.transactional() || copiesMayBeGone(transition))
                .map(transition -> JOURNAL);
    }

    /** Of writes in Must: that they were withdrawn may be lost. */
    Optional<String> ofWrites() {
        return dossier.transactional() ? ofFacts() : Optional.empty();
    }

    /** Of a share of the records that scans show. */
    Optional<String> ofScans() {
        return when(
                !dossier.completeness().allScannedWhole(),
                "not every region's logs were scanned whole, so it is a share of too few");
    }

    /** Of T6: what no scan showed and nobody was given is taken to wait. */
    Optional<String> ofWhatWaits() {
        Optional<String> time = ofTime();
        return time.isPresent()
                ? time
                : when(
                        !dossier.completeness().allScannedWhole() || anyLogMayHaveLost(),
                        "not every log was scanned whole and as it had been, and what none of them showed may not have waited"
                                + " for anybody");
    }

    private boolean anyLogMayHaveLost() {
        int topics = dossier.catalogue().topics().size();
        return IntStream.range(0, dossier.catalogue().regions().size()).anyMatch(region -> IntStream.range(0, topics)
                .anyMatch(topic -> dossier.logLoss().mayHaveLost(region, topic)));
    }

    /** Where only deliveries show what the region held when it took over. */
    private boolean copiesMayBeGone(TransitionFacts transition) {
        int to = dossier.region(transition.to());
        for (int topic = 0; to >= 0 && topic < dossier.catalogue().topics().size(); topic++) {
            if (dossier.logLoss().mayHaveLost(to, topic)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> when(boolean doubtful, String why) {
        return doubtful ? Optional.of(why) : Optional.empty();
    }
}
