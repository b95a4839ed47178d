package io.firedrill.scenario;

/** What a step of the timeline does. */
public sealed interface Action
        permits Action.RestoreRegion, Action.StartReplication, Action.Lift, Action.End, FaultAction {

    /** The action's key in the language, kebab case; also the fault's kind in receipts. */
    String key();

    /** What it does, for a plan: a sentence's part without its key. */
    String wording();

    /**
     * Brings a lost region back: takes back the fault that stopped it.
     *
     * @param services whether the services there come back with it; otherwise they stay down until the drill heals
     */
    record RestoreRegion(String region, boolean services) implements Action {
        @Override
        public String key() {
            return "restore-region";
        }

        @Override
        public String wording() {
            return region + ": brokers"
                    + (services
                            ? ", MirrorMaker and services start again"
                            : " and MirrorMaker start again, services stay down until the drill heals");
        }
    }

    /** Starts MirrorMaker of a flow that does not run from the beginning. */
    record StartReplication(String from, String to) implements Action {
        @Override
        public String key() {
            return "start-replication";
        }

        @Override
        public String wording() {
            return from + " to " + to + ": MirrorMaker starts in " + to;
        }
    }

    /** Takes back the fault of a step that has a {@code name:}. */
    record Lift(String step) implements Action {
        @Override
        public String key() {
            return "lift";
        }

        @Override
        public String wording() {
            return step + ": takes this fault back";
        }
    }

    /** Ends the drill's timeline: heal, drain, scan, audit. */
    record End() implements Action {
        @Override
        public String key() {
            return "end";
        }

        @Override
        public String wording() {
            return "heal, drain, scan every log, stop, audit";
        }
    }
}
