package io.firedrill.run;

/** The real drill, the real audit, the real reports. */
public final class StandardRow {
    private StandardRow() {}

    /** What {@code firedrill run} and the JUnit extension do. */
    public static Row row() {
        return new Row(
                (scenario, yaml, folder, options, progress) -> {
                    throw new IllegalStateException("the drill is not part of this build yet");
                },
                folder -> {
                    throw new IllegalStateException("the audit is not part of this build yet");
                },
                folder -> {
                    throw new IllegalStateException("reports are not part of this build yet");
                });
    }
}
