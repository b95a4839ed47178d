package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.ReplicationLag;
import io.firedrill.evidence.TimelineEvent.ReplicationStarted;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * T7, protected again: replication in the new direction runs, its lag at or below the baseline. A lag is how long it takes until the
 * target holds what the source held when it was asked, seen by the same look in both directions; the baseline is the longest that was
 * seen of the old direction before the timeline began. T7 is when the first such copy in the new direction was complete.
 */
final class Protection {
    private Protection() {}

    /** @return monotonic nanoseconds; null when it was not seen to be protected before the next transition, or the load's end */
    static @Nullable Long after(Story story, TransitionFacts transition) {
        OptionalLong usual = usual(story, transition);
        OptionalLong started = started(story, transition);
        if (usual.isEmpty() || started.isEmpty()) {
            return null;
        }
        OptionalLong at = story.timeline()
                .all(ReplicationLag.class)
                .filter(lag -> lag.from().equals(transition.to()) && lag.to().equals(transition.from()))
                .filter(lag -> lag.startedAt() >= started.getAsLong() && lag.at() < transition.until())
                .filter(lag -> lag.at() - lag.startedAt() <= usual.getAsLong())
                .mapToLong(ReplicationLag::at)
                .min();
        return at.isPresent() ? Long.valueOf(at.getAsLong()) : null;
    }

    /** Whether the evidence has what T7 is measured by. */
    static boolean measured(Story story, TransitionFacts transition) {
        return usual(story, transition).isPresent();
    }

    private static OptionalLong started(Story story, TransitionFacts transition) {
        return story.timeline()
                .all(ReplicationStarted.class)
                .filter(event -> event.from().equals(transition.to())
                        && event.to().equals(transition.from())
                        && event.at() >= transition.t0From())
                .mapToLong(ReplicationStarted::at)
                .min();
    }

    private static OptionalLong usual(Story story, TransitionFacts transition) {
        return story.timeline()
                .all(ReplicationLag.class)
                .filter(lag -> lag.from().equals(transition.from())
                        && lag.to().equals(transition.to())
                        && lag.at() <= story.zero())
                .mapToLong(lag -> lag.at() - lag.startedAt())
                .max();
    }
}
