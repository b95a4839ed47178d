package io.firedrill.scenario;

/** What a pattern says of an anomaly class (MEASURES.md, 4). */
public enum Rule {
    FORBIDDEN("forbidden"),
    BOUNDED("bounded"),
    EXPECTED("expected"),
    NOT_APPLICABLE("not-applicable");

    private final String text;

    Rule(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
