package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.TimelineEvent.ClockMeasured;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether the names that a timeline gives and the times between which it says that load ran can be those of a drill. Whatever else is
 * computed relies on it: a number of the catalogue that leads nowhere, or a schedule of more sends than any machine made, is no evidence.
 */
final class Soundness {
    /** More than any drill intends; each slot of a schedule is held in memory. */
    private static final double MOST_SLOTS = 1L << 28;

    private Soundness() {}

    /** What is wrong, a sentence; empty when nothing is. */
    static Optional<String> problem(Catalogue catalogue, Story story) {
        int topics = catalogue.topics().size();
        Stream<String> numbers = Stream.of(
                        catalogue.producers().stream()
                                .filter(producer -> !within(producer.topic(), topics))
                                .map(producer ->
                                        "producer " + producer.name() + " writes topic number " + producer.topic()),
                        catalogue.groups().stream().flatMap(group -> group.topics().stream()
                                .filter(topic -> !within(topic, topics))
                                .map(topic -> "group " + group.name() + " reads topic number " + topic)),
                        catalogue.stores().stream().flatMap(store -> store.producers().stream()
                                .filter(producer ->
                                        !within(producer, catalogue.producers().size()))
                                .map(producer -> "the store of " + store.service() + " has rows of producer number "
                                        + producer)))
                .flatMap(found -> found)
                .map(found -> "the catalogue is not sound: " + found + ", which it does not have");
        double seconds = ((double) story.loadStopped() - story.loadStarted()) / 1e9;
        Stream<String> rates = IntStream.range(0, catalogue.producers().size())
                .mapToObj(catalogue.producers()::get)
                .filter(producer -> !(producer.ratePerSecond() * seconds <= MOST_SLOTS))
                .map(producer -> "the timeline is not sound: " + producer.name() + " would have sent "
                        + producer.ratePerSecond() + " records a second for " + Math.round(seconds) + " s");
        Stream<String> clocks = story.timeline()
                .all(ClockMeasured.class)
                .filter(measured -> !JournalClocks.sound(measured))
                .map(measured -> "the timeline is not sound: the clock of " + measured.region() + "-"
                        + measured.incarnation() + " can't be " + measured.offsetNanos()
                        + " ns from another, give or take "
                        + measured.plusMinusNanos());
        List<String> found = Stream.of(numbers, rates, clocks)
                .flatMap(problems -> problems)
                .limit(1)
                .toList();
        return found.stream().findFirst();
    }

    private static boolean within(int number, int size) {
        return number >= 0 && number < size;
    }
}
