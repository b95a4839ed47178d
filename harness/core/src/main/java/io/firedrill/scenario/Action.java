package io.firedrill.scenario;

/** What a step of the timeline does. */
public sealed interface Action {

    /** The action's key in the language, kebab case; also the fault's kind in receipts. */
    String key();

    /** SIGKILL to the brokers of a region, to MirrorMaker there and, if {@code services}, to the worker there. */
    record KillRegion(String region, Disks disks, boolean services) implements Action {
        @Override
        public String key() {
            return "kill-region";
        }
    }

    /** Brings a lost region back: brokers, MirrorMaker and worker, services on standby. */
    record RestoreRegion(String region) implements Action {
        @Override
        public String key() {
            return "restore-region";
        }
    }

    /** SIGSTOP to the MirrorMaker of a flow. */
    record PauseMirror(String from, String to) implements Action {
        @Override
        public String key() {
            return "pause-mirror";
        }
    }

    /** Ends the drill's timeline: heal, drain, scan, audit. */
    record End() implements Action {
        @Override
        public String key() {
            return "end";
        }
    }

    /** What a killed region's disks hold when it comes back (MEASURES.md, 3). */
    enum Disks {
        KEPT,
        UNFLUSHED_LOST,
        DESTROYED
    }
}
