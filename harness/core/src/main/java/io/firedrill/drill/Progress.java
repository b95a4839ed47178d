package io.firedrill.drill;

/** What a person at the terminal sees while a drill runs. Implementations never throw and return at once. */
public interface Progress {

    /** A step that stays on the screen: what just became true. */
    void event(String text);

    /** The live line: what is going on now; each call replaces the one before. */
    void live(String text);

    /** Something to worry about, stays on the screen. */
    void warn(String text);

    /** Says nothing. */
    Progress NONE = new Progress() {
        @Override
        public void event(String text) {}

        @Override
        public void live(String text) {}

        @Override
        public void warn(String text) {}
    };
}
