package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RecordId;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The life of one record: where it was sent, acknowledged, delivered, committed, and which logs held it in the end. Read from a run's
 * evidence, whose memory it does not need: any number of records may be in the run.
 *
 * @param name as results spell it
 * @param id as the header {@code firedrill-id} spells it
 * @param transition whose T0 times are related to; empty when none took place
 * @param moments in the order of time; what the final scans show stands last
 */
public record RecordTrace(String name, String id, String transition, List<Moment> moments) {

    public RecordTrace {
        moments = List.copyOf(moments);
    }

    /**
     * Something that happened to the record.
     *
     * @param baselineMillis since the baseline was steady; null: the final scan shows it, and nobody knows since when
     * @param t0Millis since T0's lower bound; null as well when no transition took place
     * @param what a word or two, {@code acknowledged}
     * @param where a region, and a place in a log where there is one
     * @param note what else is known, may be empty
     */
    public record Moment(
            @Nullable Double baselineMillis, @Nullable Double t0Millis, String what, String where, String note) {}

    /** The evidence has no such record, or the word is none; the message says what words are. */
    public static final class UnknownRecord extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownRecord(String message) {
            super(message);
        }
    }

    private static final int MOST_SESSIONS = 6;

    /**
     * Traces the records that a word names.
     *
     * @param word {@code 0.0.1.1234} as the header {@code firedrill-id} has it; {@code us-east/order-service-0/1/1234} as results have
     *     it; or a place in a log, {@code us-east orders/3@567}, which several records may claim
     * @return one life or more
     * @throws UnknownRecord the evidence knows no such record
     * @throws IOException a folder of the evidence can't be listed
     */
    public static List<RecordTrace> of(RunFolder folder, String word) throws UnknownRecord, IOException {
        Timeline timeline = TimelineReader.read(folder.timeline());
        return of(folder, timeline, story(folder, timeline), word);
    }

    /** As the other, with a given scenario. */
    static List<RecordTrace> of(RunFolder folder, Scenario scenario, String word) throws UnknownRecord, IOException {
        Timeline timeline = TimelineReader.read(folder.timeline());
        return of(folder, timeline, Story.of(timeline, scenario), word);
    }

    private static List<RecordTrace> of(RunFolder folder, Timeline timeline, Story story, String word)
            throws UnknownRecord, IOException {
        Optional<RunStarted> started = timeline.first(RunStarted.class);
        if (started.isEmpty()) {
            throw new UnknownRecord(
                    folder.timeline()
                            + " does not say what run this is (its line run-started is missing), so no record of it has a name");
        }
        Catalogue catalogue = started.get().catalogue();
        Set<RecordId> ids = ids(folder, catalogue, word);
        Lives lives = Lives.read(folder, catalogue, JournalClocks.of(timeline), ids);
        List<RecordTrace> traces = ids.stream()
                .filter(id -> !lives.of(id).isEmpty())
                .map(id -> trace(catalogue, story, id, lives.of(id)))
                .toList();
        if (traces.isEmpty()) {
            throw new UnknownRecord(unknown(catalogue, lives, word));
        }
        return traces;
    }

    /**
     * The lives of the records that examples of a result begin with.
     *
     * @return by example; one that begins with no record, or with one that the evidence does not know, is absent
     * @throws IOException a folder of the evidence can't be listed
     */
    public static Map<String, RecordTrace> ofExamples(RunFolder folder, Collection<String> examples)
            throws IOException {
        Timeline timeline = TimelineReader.read(folder.timeline());
        Optional<RunStarted> started = timeline.first(RunStarted.class);
        if (started.isEmpty()) {
            return Map.of();
        }
        Catalogue catalogue = started.get().catalogue();
        Map<String, RecordId> named = new LinkedHashMap<>();
        examples.forEach(example -> RecordName.leading(catalogue, example).ifPresent(id -> named.put(example, id)));
        if (named.isEmpty()) {
            return Map.of();
        }
        Story story = story(folder, timeline);
        Lives lives = Lives.read(folder, catalogue, JournalClocks.of(timeline), named.values());
        Map<String, RecordTrace> traces = new LinkedHashMap<>();
        named.forEach((example, id) -> {
            if (!lives.of(id).isEmpty()) {
                traces.put(example, trace(catalogue, story, id, lives.of(id)));
            }
        });
        return traces;
    }

    private static Story story(RunFolder folder, Timeline timeline) {
        ScenarioReading reading = ScenarioReader.ofEvidence().read(folder.scenario());
        return Story.of(
                timeline, reading instanceof ScenarioReading.Read read ? read.scenario() : Auditor.unknown(timeline));
    }

    private static List<Moment> moments(Catalogue catalogue, Story story, List<Lives.Moment> life) {
        Optional<TransitionFacts> headline = story.headline();
        List<Moment> moments = new ArrayList<>();
        for (Lives.Moment moment : life) {
            Long at = moment.at();
            moments.add(new Moment(
                    at == null ? null : Millis.of(at - story.zero()),
                    at == null || headline.isEmpty()
                            ? null
                            : Double.valueOf(Millis.of(at - headline.get().t0From())),
                    moment.what(),
                    moment.where(),
                    at == null ? moment.note() + snapshots(catalogue, story, moment.where()) : moment.note()));
        }
        return moments;
    }

    private static RecordTrace trace(Catalogue catalogue, Story story, RecordId id, List<Lives.Moment> life) {
        return new RecordTrace(
                RecordName.of(catalogue, id),
                id.toString(),
                story.headline().map(TransitionFacts::name).orElse(""),
                moments(catalogue, story, life));
    }

    /** What failover snapshots say of since when a log held a place: the nearest there is to the time of a copy. */
    private static String snapshots(Catalogue catalogue, Story story, String where) {
        Optional<LogPlace> place = LogPlace.parse(catalogue, where);
        // Where other records may have taken the offsets since, it says nothing.
        return place.isEmpty()
                ? ""
                : story.transitions().stream()
                        .flatMap(transition -> transition.snapshot().stream())
                        .filter(snapshot -> snapshot.region()
                                .equals(catalogue.regions().get(place.get().region())))
                        .filter(snapshot -> story.offsetsTakenAgain(
                                        snapshot.region(),
                                        catalogue
                                                .topics()
                                                .get(place.get().topic())
                                                .name(),
                                        snapshot.at())
                                == Long.MAX_VALUE)
                        .map(snapshot -> {
                            List<Long> ends = snapshot.endOffsets()
                                    .getOrDefault(
                                            catalogue
                                                    .topics()
                                                    .get(place.get().topic())
                                                    .name(),
                                            List.of());
                            boolean there = place.get().partition() < ends.size()
                                    && place.get().offset()
                                            < ends.get(place.get().partition());
                            return "; " + (there ? "there" : "not yet there") + " at the snapshot of "
                                    + snapshot.failover() + story.moment(snapshot.at());
                        })
                        .collect(Collectors.joining());
    }

    private static Set<RecordId> ids(RunFolder folder, Catalogue catalogue, String word)
            throws UnknownRecord, IOException {
        String text = word.strip();
        Optional<RecordId> id = RecordName.parse(catalogue, text);
        if (id.isPresent()) {
            return Set.of(id.get());
        }
        Optional<LogPlace> place = LogPlace.parse(catalogue, text);
        Set<RecordId> ids = new LinkedHashSet<>();
        if (place.isPresent()) {
            for (Path parent : List.of(folder.journals(), folder.scans())) {
                for (Path journal : Lives.folders(parent)) {
                    String name = String.valueOf(journal.getFileName());
                    String region = parent.equals(folder.scans())
                            ? name
                            : name.substring(0, Math.max(0, name.lastIndexOf('-')));
                    if (region.equals(catalogue.regions().get(place.get().region()))) {
                        JournalReader.read(journal, new Claims(place.get(), ids));
                    }
                }
            }
        }
        return ids;
    }

    private static String unknown(Catalogue catalogue, Lives lives, String word) {
        boolean known = RecordName.parse(catalogue, word.strip()).isPresent()
                || LogPlace.parse(catalogue, word.strip()).isPresent();
        List<String> sessions = lives.sessions();
        String ranges = sessions.stream().limit(MOST_SESSIONS).collect(Collectors.joining(", "))
                + (sessions.size() > MOST_SESSIONS ? " and " + (sessions.size() - MOST_SESSIONS) + " more" : "");
        return (known
                        ? "no send, delivery or log of this run has the record '" + word + "'"
                        : "'" + word + "' is no record of this run")
                + ". A record is spelled as its header firedrill-id, 0.0.1.1234 (worker, producer, session, sequence); as"
                + " results spell it, region/producer/session/sequence; or by its place in a log, 'us-east orders/3@567'. "
                + (sessions.isEmpty() ? "No journal has any send" : "This run has " + ranges);
    }

    /** The records that a place was said to hold. */
    private record Claims(LogPlace place, Set<RecordId> ids) implements FactSink {
        private void claim(
                int topic, int partition, long offset, int worker, int producer, int session, long sequence) {
            if (topic == place.topic() && partition == place.partition() && offset == place.offset()) {
                ids.add(new RecordId(worker, producer, session, sequence));
            }
        }

        @Override
        public void acked(
                int worker, int producer, int session, long sequence, int topic, int partition, long offset, long at) {
            claim(topic, partition, offset, worker, producer, session, sequence);
        }

        @Override
        public void delivered(
                int group,
                int instance,
                int topic,
                int partition,
                long offset,
                int worker,
                int producer,
                int session,
                long sequence,
                long at,
                boolean intact) {
            claim(topic, partition, offset, worker, producer, session, sequence);
        }

        @Override
        public void scanned(
                int topic,
                int partition,
                long offset,
                int worker,
                int producer,
                int session,
                long sequence,
                long keyHash,
                long timestamp,
                int bytes,
                int digest,
                boolean intact) {
            claim(topic, partition, offset, worker, producer, session, sequence);
        }
    }
}
