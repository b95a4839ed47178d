package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One step of a failover's runbook. */
public sealed interface RunbookStep {

    /** The step's key in the language, kebab case; also its phase in results. */
    String key();

    /** Denies writes in the region left behind, by ACL; an unreachable region is noted after {@code atMost}. */
    record Fence(By by, Duration atMost) implements RunbookStep {
        /** Means of fencing. */
        public enum By {
            ACL
        }

        @Override
        public String key() {
            return "fence";
        }
    }

    /** Waits until the target holds what the source has acknowledged, or {@code atMost}. */
    record WaitForReplication(Duration atMost, OnTimeout onTimeout) implements RunbookStep {
        /** What a time-out means for the rest of the runbook. */
        public enum OnTimeout {
            CONTINUE,
            ABORT
        }

        @Override
        public String key() {
            return "wait-for-replication";
        }
    }

    /** Stops MirrorMaker of the flow from the region left behind. */
    record StopReplication() implements RunbookStep {
        @Override
        public String key() {
            return "stop-replication";
        }
    }

    /** Checks that the topics and their mirrored names exist in the target region with the partitions they should have. */
    record VerifyTopics(List<String> topics) implements RunbookStep {
        public VerifyTopics {
            topics = List.copyOf(topics);
        }

        @Override
        public String key() {
            return "verify-topics";
        }
    }

    /** Starts the standby consumers of the target region. */
    record ActivateConsumers(Offsets offsets) implements RunbookStep {
        /** Where they start. */
        public enum Offsets {
            /** What MirrorMaker synced into the group. */
            SYNCED,
            EARLIEST,
            LATEST
        }

        @Override
        public String key() {
            return "activate-consumers";
        }
    }

    /**
     * Nothing happens, as when a person is looked for, reads, asks or hesitates.
     *
     * @param time how long it takes them
     * @param giveOrTake either side of it, drawn anew for each such step from the drill's seed
     * @param doing what they do meanwhile, for the report; may be empty
     */
    record OperatorDelay(Duration time, Duration giveOrTake, String doing) implements RunbookStep {
        @Override
        public String key() {
            return "operator-delay";
        }
    }

    /**
     * Routes the producing services to the target region.
     *
     * @param atOnce services switched at the same time
     * @param each how long one takes (a deployment, a DNS change)
     * @param misrouted services that are sent to another region by mistake, with that region's name
     */
    record SwitchProducers(int atOnce, Duration each, Map<String, String> misrouted) implements RunbookStep {
        public SwitchProducers {
            misrouted = Ordered.copy(misrouted);
        }

        @Override
        public String key() {
            return "switch-producers";
        }
    }
}
