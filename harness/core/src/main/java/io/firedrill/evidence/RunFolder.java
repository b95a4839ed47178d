package io.firedrill.evidence;

import java.nio.file.Path;

/** Where things are in a run's folder. Everything after the manifest can be made again from what is before it. */
public record RunFolder(Path root) {

    /** The scenario as it was run, overrides applied. */
    public Path scenario() {
        return root.resolve("scenario.yaml");
    }

    public Path timeline() {
        return root.resolve("timeline.jsonl");
    }

    /** Journal folders, one a worker incarnation: {@code journals/<region>-<incarnation>}. */
    public Path journals() {
        return root.resolve("journals");
    }

    public Path journal(String region, int incarnation) {
        return journals().resolve(region + "-" + incarnation);
    }

    /** Scan journals, one folder a region. */
    public Path scan(String region) {
        return root.resolve("scans").resolve(region);
    }

    public Path scans() {
        return root.resolve("scans");
    }

    /** Samples of MirrorMaker's own metrics, JSON lines. */
    public Path samples() {
        return root.resolve("samples");
    }

    /** Logs of every process, and when it stood still. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** When a process stood still: a {@link StallLog}. {@code file} is how its other files in {@link #logs} are called. */
    public Path stalls(String file) {
        return logs().resolve(file + StallLog.SUFFIX);
    }

    public Path manifest() {
        return root.resolve("manifest.json");
    }

    public Path result() {
        return root.resolve("result.json");
    }

    public Path report() {
        return root.resolve("report.html");
    }

    public Path junit() {
        return root.resolve("junit.xml");
    }

    public Path summary() {
        return root.resolve("summary.md");
    }

    /** Brokers' data directories; gone after the run unless kept. */
    public Path data() {
        return root.resolve("data");
    }
}
