package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactsTest {

    @TempDir
    private Path place;

    private final List<TimelineEvent> written = new ArrayList<>();
    private final List<String> warned = new ArrayList<>();
    private boolean full;
    private int told;

    private Facts facts() {
        Progress progress = new Progress() {
            @Override
            public void live(String text) {}

            @Override
            public void event(String text) {}

            @Override
            public void warn(String text) {
                warned.add(text);
            }
        };
        return new Facts(this::write, place, progress, () -> told++);
    }

    private void write(TimelineEvent event) {
        if (full) {
            throw new UncheckedIOException(
                    "the timeline could not be written", new IOException("No space left on device"));
        }
        written.add(event);
    }

    private static TimelineEvent note(String text) {
        return new TimelineEvent.Note(1, text);
    }

    @Test
    void aFullDiskEndsTheDrillOnceWithASentenceAndNoException() {
        Facts facts = facts();
        full = true;
        facts.accept(note("one"));
        facts.accept(note("two"));

        assertThat(told).isOne();
        assertThat(warned).singleElement().asString().contains("disk of " + place, "is full", "--output");
    }

    @Test
    void aTimelineThatCouldNotBeWrittenHasNoGapAndSaysWhyItEnds() {
        Facts facts = facts();
        facts.accept(note("before"));
        full = true;
        facts.accept(note("lost"));
        full = false;
        facts.accept(note("after the gap"));
        facts.end(DrillEnd.ABORTED);

        assertThat(written).hasSize(3);
        assertThat(written.get(0)).isEqualTo(note("before"));
        assertThat(written.get(1))
                .isInstanceOfSatisfying(TimelineEvent.Trouble.class, trouble -> assertThat(trouble.text())
                        .contains("disk of " + place));
        assertThat(written.get(2)).isInstanceOfSatisfying(TimelineEvent.DrillEnded.class, end -> assertThat(end.how())
                .isEqualTo("aborted"));
    }

    @Test
    void withoutRoomAtTheEndNothingIsThrownEither() {
        Facts facts = facts();
        full = true;
        facts.end(DrillEnd.COMPLETED);

        assertThat(written).isEmpty();
        assertThat(told).isOne();
    }
}
