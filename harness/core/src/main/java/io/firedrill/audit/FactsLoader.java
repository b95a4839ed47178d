package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.JournalState;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.StallLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads journals and scans into {@link Facts}. Sends come first, from all journals, so that a delivery or a scan can be told
 * from a phantom whichever journal it stands in.
 */
final class FactsLoader {
    private static final int SEGMENTS_AHEAD = 2;

    private final Catalogue catalogue;
    private final Troubles troubles;
    private final Facts facts;
    private final Auditor.Means means;
    private final JournalClocks clocks;
    private final Oddities oddities = new Oddities();

    private FactsLoader(Catalogue catalogue, JournalClocks clocks, Troubles troubles, Auditor.Means means) {
        this.catalogue = catalogue;
        this.clocks = clocks;
        this.troubles = troubles;
        this.means = means;
        this.facts = new Facts(catalogue, means.scratch());
    }

    /**
     * @param folder whose journals, scans and stalls are read; each may be absent
     * @param clocks which of the journals are of a clock of their own
     * @param means where the columns lie, and who reads
     */
    static Facts load(
            RunFolder folder, Catalogue catalogue, JournalClocks clocks, Troubles troubles, Auditor.Means means) {
        FactsLoader loader = new FactsLoader(catalogue, clocks, troubles, means);
        List<Source> workers = loader.sources(folder.journals(), true);
        List<Source> logsOfRegions = loader.sources(folder.scans(), false);
        loader.sends(workers);
        loader.rest(workers, logsOfRegions);
        loader.children(folder.logs(), file -> String.valueOf(file.getFileName())
                        .endsWith(StallLog.SUFFIX))
                .forEach(loader::stalls);
        if (loader.oddities.any()) {
            loader.facts.contradict();
            loader.oddities.tell(troubles);
        }
        loader.facts.pack();
        return loader.facts;
    }

    private List<Path> children(Path parent, Predicate<Path> wanted) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (Stream<Path> children = Files.list(parent)) {
                children.filter(wanted).sorted().forEach(found::add);
            } catch (IOException e) {
                troubles.damage(
                        parent.getFileName() + " cannot be listed ("
                                + e.getClass().getSimpleName() + ")",
                        Scope.ALL);
            }
        }
        return found;
    }

    private void stalls(Path file) {
        StallLog log = StallLog.read(file);
        facts.stallLogs().add(log);
        log.problems().forEach(problem -> troubles.damage(problem, Scope.TIME, Scope.LOSS));
        long before = Long.MIN_VALUE;
        for (StallLog.Entry stall : log.stalls()) {
            if (stall.from() < before) {
                troubles.baseless("the clock of logs/" + log.file()
                        + " went backwards, and no stall that it notes is certain: one begins "
                        + ClockOrder.length(ClockOrder.back(before, stall.from()))
                        + " before the one that was noted earlier");
                return;
            }
            before = stall.from();
        }
    }

    /**
     * A journal or scan.
     *
     * @param ordinal its place in the order of names
     * @param offset of its clock to the timeline's, nanoseconds
     */
    private record Source(Path folder, int region, int ordinal, long offset) {}

    private List<Source> sources(Path parent, boolean workers) {
        List<Source> sources = new ArrayList<>();
        for (Path folder : children(parent, Files::isDirectory)) {
            int region = region(folder, workers);
            if (region >= 0) {
                // A scan is a journal of no worker: its number is 0.
                String journal = folder.getFileName() + (workers ? "" : "-0");
                long offset = clocks.of(journal).nanos();
                sources.add(new Source(folder, region, sources.size(), offset));
            } else if (workers) {
                troubles.damage(
                        "journal " + folder.getFileName() + " belongs to no region of the catalogue; it was not read",
                        Scope.ALL);
            } else {
                troubles.damage(
                        "scan " + folder.getFileName() + " belongs to no region of the catalogue; it was not read",
                        Scope.ALL);
            }
        }
        return sources;
    }

    /** Regions share no column, so that each can be read by another thread; within a region the order of journals counts. */
    private <S extends FactSink> void read(List<Reading<S>> readings) {
        Map<Integer, List<Reading<S>>> byRegion = readings.stream()
                .collect(Collectors.groupingBy(it -> it.source.region(), TreeMap::new, Collectors.toList()));
        List<Runnable> work = new ArrayList<>();
        byRegion.values()
                .forEach(ofRegion -> work.add(() ->
                        ofRegion.forEach(reading -> reading.state = read(reading.source, reading.sink, work.size()))));
        means.crew().all(work);
    }

    /** A source under way into its sink. */
    private static final class Reading<S extends FactSink> {
        private final Source source;
        private final S sink;
        private @Nullable JournalState state;

        Reading(Source source, S sink) {
            this.source = source;
            this.sink = sink;
        }

        JournalState state() {
            return Objects.requireNonNull(state, "it was not read");
        }
    }

    private void sends(List<Source> workers) {
        List<Reading<SendFacts>> readings = workers.stream()
                .map(source -> new Reading<>(source, new SendFacts(facts, source.region(), source.ordinal())))
                .toList();
        read(readings);
        readings.forEach(reading -> {
            oddities.add(reading.sink.oddities());
            inOrder(reading.source, reading.sink.order());
        });
        facts.sends().order();
        facts.transactions().settle();
    }

    private void rest(List<Source> workers, List<Source> scans) {
        List<Reading<GroupFacts>> groups = workers.stream()
                .map(source ->
                        new Reading<>(source, new GroupFacts(facts, source.region(), source.ordinal(), clocks.bound())))
                .toList();
        List<Reading<ScanFacts>> logs = scans.stream()
                .map(source -> new Reading<>(source, new ScanFacts(facts, source.region())))
                .toList();
        read(groups);
        read(logs);
        for (Reading<GroupFacts> reading : groups) {
            oddities.add(reading.sink.oddities());
            inOrder(reading.source, reading.sink.order());
            facts.stalls().addAll(reading.sink.stalls());
            GroupFacts read = reading.sink;
            note(facts.journals(), "journal", reading.source, reading.state(), read.firstAt(), read.lastAt());
        }
        for (Reading<ScanFacts> reading : logs) {
            oddities.add(reading.sink.oddities());
            // No figure comes from these times, so that somebody may be blamed nevertheless.
            reading.sink
                    .order()
                    .sentences("scan " + reading.source.folder().getFileName())
                    .forEach(sentence -> troubles.add(sentence, Scope.LOSS, Scope.DUPLICATES, Scope.CONSUMERS));
            ScanFacts read = reading.sink;
            note(facts.scans(), "scan", reading.source, reading.state(), read.firstAt(), read.lastAt());
        }
        facts.sends().met();
    }

    private void inOrder(Source source, ClockOrder order) {
        order.sentences("journal " + source.folder().getFileName()).forEach(troubles::baseless);
    }

    /** @param beside how many others are read at the same time: threads that are left read ahead */
    private JournalState read(Source source, FactSink sink, int beside) {
        return beside < means.crew().threads()
                ? JournalReader.read(
                        source.folder(), sink, source.offset(), means.crew().executor(), SEGMENTS_AHEAD)
                : JournalReader.read(source.folder(), sink, source.offset());
    }

    private void note(
            List<Facts.Journal> list, String what, Source source, JournalState state, long firstAt, long lastAt) {
        String name = String.valueOf(source.folder().getFileName());
        int region = source.region();
        list.add(new Facts.Journal(name, region, state.incarnation(), state, firstAt, lastAt));
        String expected = catalogue.regions().get(region);
        // Its facts were read as those of the name that it stands under, so that they tell of what never happened
        // there.
        if (!state.region().isEmpty() && !state.region().equals(expected)) {
            troubles.baseless(what + " " + name + " holds facts of " + state.region() + ", not of " + expected);
        }
        int incarnation = incarnation(name, expected);
        if (!state.region().isEmpty() && state.incarnation() != incarnation) {
            troubles.baseless(what + " " + name + " holds facts of "
                    + (state.incarnation() == 0 ? "a scan" : "worker " + state.incarnation()) + ", not of "
                    + (incarnation == 0 ? "a scan" : "worker " + incarnation));
        }
        for (String damage : state.damage()) {
            troubles.damage(what + " " + name + " is damaged: " + damage, Scope.ALL);
        }
    }

    /** What follows the region in a folder's name; 0 for a scan, -1 when it is no number. */
    private static int incarnation(String name, String region) {
        String rest = name.substring(Math.min(name.length(), region.length()));
        return rest.isEmpty() ? 0 : rest.matches("-\\d{1,9}") ? Integer.parseInt(rest.substring(1)) : -1;
    }

    /** Index of the region in the folder's name, {@code us-east-1} or for a scan {@code us-east}; -1 when there is none. */
    private int region(Path folder, boolean incarnation) {
        String name = String.valueOf(folder.getFileName());
        if (!incarnation) {
            return catalogue.regions().indexOf(name);
        }
        return catalogue.regions().indexOf(name.substring(0, Math.max(0, name.lastIndexOf('-'))));
    }

    /** Facts that cannot be true, counted instead of believed. */
    static final class Oddities {
        private long unknownNames;
        private long unsent;
        private long sentTwice;

        void unknownName() {
            unknownNames++;
        }

        void outcomeWithoutSend() {
            unsent++;
        }

        void implausibleSend() {
            sentTwice++;
        }

        private void add(Oddities others) {
            unknownNames += others.unknownNames;
            unsent += others.unsent;
            sentTwice += others.sentTwice;
        }

        private boolean any() {
            return unknownNames + unsent + sentTwice > 0;
        }

        private void tell(Troubles troubles) {
            if (unknownNames > 0) {
                troubles.damage(
                        unknownNames + " facts name a topic, group or store that the catalogue does not have",
                        Scope.ALL);
            }
            if (unsent > 0) {
                troubles.damage(unsent + " outcomes belong to sends or transactions that no journal has", Scope.ALL);
            }
            if (sentTwice > 0) {
                troubles.damage(sentTwice + " sends claim an id that is taken or out of sequence", Scope.ALL);
            }
        }
    }
}
