package io.firedrill.audit;

import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.TimelineEvent.ScanFinished;
import io.firedrill.evidence.TimelineEvent.Trouble;
import io.firedrill.evidence.TimelineEvent.WorkerStarted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of the evidence is whole, so that what it does not show did not happen. */
final class Completeness {

    /** Where the run's folder keeps the parts that the manifest names. */
    private static final String JOURNALS = "journals/";

    private static final String SCANS = "scans/";
    private static final String LOGS = "logs/";

    private final Facts facts;
    private final Story story;
    private final Set<Integer> scannedRegions = new HashSet<>();

    Completeness(Facts facts, Story story) {
        this.facts = facts;
        this.story = story;
        for (Facts.Journal scan : facts.scans()) {
            String region = facts.catalogue().regions().get(scan.region());
            boolean finished = story.timeline()
                    .all(ScanFinished.class)
                    .anyMatch(e -> e.region().equals(region) && e.complete());
            boolean own = scan.state().region().equals(region) && scan.state().incarnation() == 0;
            if (finished && own && scan.state().closed() && !facts.altered(SCANS + region + "/")) {
                scannedRegions.add(scan.region());
            }
        }
    }

    /** Every partition of the region's workload lineages was read to its end, and the record of it is whole. */
    boolean scannedWhole(int region) {
        return scannedRegions.contains(region);
    }

    /**
     * Whether every worker left a journal and none of them is damaged, altered or cut. (One that ends where its worker was killed is
     * whole.) Otherwise what is missing from them would look as if it had never happened.
     */
    boolean journalsWhole() {
        return facts.journals().stream().noneMatch(journal -> journal.state().damaged())
                && !facts.contradictory()
                && !facts.altered(JOURNALS)
                && story.timeline().all(WorkerStarted.class).allMatch(this::leftItsJournal);
    }

    private boolean leftItsJournal(WorkerStarted worker) {
        return facts.journals().stream()
                .anyMatch(journal -> journal.name().equals(worker.region() + "-" + worker.incarnation())
                        && journal.state().region().equals(worker.region())
                        && journal.state().incarnation() == worker.incarnation()
                        && (journal.state().closed() || story.killed(worker)));
    }

    /**
     * Journals and scans that the manifest does not know as they are, though their own checksums are right: somebody wrote them anew, and
     * unlike one that lost some of its facts they may say what never happened.
     */
    List<String> writtenAnew() {
        return Stream.concat(
                        facts.journals().stream()
                                .filter(it -> writtenAnew(JOURNALS, it))
                                .map(it -> "journal " + it.name()),
                        facts.scans().stream()
                                .filter(it -> writtenAnew(SCANS, it))
                                .map(it -> "scan " + it.name()))
                .toList();
    }

    private boolean writtenAnew(String parent, Facts.Journal journal) {
        return !journal.state().damaged() && facts.writtenAnew(parent + journal.name() + "/");
    }

    /** Processes that take times and left no note of when they stood still, as their files are called without the ending. */
    Set<String> unmetered() {
        Set<String> metered = facts.stallLogs().stream()
                .filter(log -> !log.process().isEmpty())
                .map(StallLog::file)
                .collect(Collectors.toSet());
        Set<String> expected = new TreeSet<>(Set.of(StallLog.HARNESS));
        story.timeline()
                .all(WorkerStarted.class)
                .forEach(worker -> expected.add("worker-" + worker.region() + "-" + worker.incarnation()));
        expected.removeIf(file -> metered.contains(file + StallLog.SUFFIX));
        return expected;
    }

    /** Whether all that is known of stalls can be relied on; otherwise a figure may be wider than its error bar says. */
    boolean stallsKnown() {
        return unmetered().isEmpty()
                && !facts.altered(LOGS)
                && story.timeline().all(Trouble.class).noneMatch(e -> e.where().equals(Trouble.PROXY_WATCH))
                && facts.stallLogs().stream().allMatch(log -> log.problems().isEmpty());
    }

    /** Why a class cannot be told without the region's logs. */
    String notScanned(int region) {
        return "the logs of " + facts.catalogue().regions().get(region) + " were not scanned whole";
    }

    boolean allScannedWhole() {
        return scannedRegions.size() == facts.catalogue().regions().size();
    }
}
