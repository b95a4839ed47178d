package io.firedrill.scenario;

/** The classes of MEASURES.md, 4, in the order of their precedence within a family. */
public enum AnomalyClass {
    P1("lost-acked", "records"),
    P2("aborted-visible", "records"),
    P3("phantom-or-corrupt", "records"),
    P4("log-duplicate", "records"),
    P5("offset-conflict", "records"),
    P6("send-inversion", "records"),
    R1("tail-unreplicated", "records"),
    R2("replication-hole", "records"),
    R3("replication-duplicate", "records"),
    R4("reordered", "records"),
    R5("altered", "records"),
    R6("loop", "records"),
    R7("translation-error", "records"),
    R8("torn-transaction", "records"),
    R9("metadata-gap", "objects"),
    C1("unseen", "records"),
    C2("skipped", "records"),
    C3("redelivered", "records"),
    C4("offset-regression", "times"),
    C5("key-order-inversion", "records"),
    C6("dual-active-group", "partitions"),
    C7("stale-read", "deliveries"),
    X1("split-brain-write", "records"),
    X2("conflict", "records"),
    X3("zombie", "records"),
    X4("divergence", "records and keys"),
    X5("cross-region-retry", "records"),
    X6("row-without-event", "records");

    private final String title;
    private final String unit;

    AnomalyClass(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    public String title() {
        return title;
    }

    public String unit() {
        return unit;
    }

    /** The name of the objective that limits it. */
    public String objective() {
        return "anomalies." + name();
    }

    /** P, R, C or X: what a record is counted once in. */
    public char family() {
        return name().charAt(0);
    }
}
