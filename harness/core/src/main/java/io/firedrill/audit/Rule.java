package io.firedrill.audit;

/** What a pattern says of an anomaly class (MEASURES.md, 4). */
enum Rule {
    FORBIDDEN("forbidden"),
    BOUNDED("bounded"),
    EXPECTED("expected"),
    NOT_APPLICABLE("not-applicable");

    private final String text;

    Rule(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
