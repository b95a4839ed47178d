package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;

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

    /** Starts MirrorMaker of a flow that the scenario describes and that does not run from the beginning. */
    record StartReplication(String from, String to) implements RunbookStep {
        @Override
        public String key() {
            return "start-replication";
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
     * Routes the producing services to the target region.
     *
     * @param atOnce services switched at the same time
     * @param each how long one takes (a deployment, a DNS change)
     */
    record SwitchProducers(int atOnce, Duration each) implements RunbookStep {
        @Override
        public String key() {
            return "switch-producers";
        }
    }
}
