package io.firedrill.region;

import java.util.List;

/**
 * How a child ended.
 *
 * @param name the child
 * @param code its exit code; 128 plus the signal's number when a signal ended it
 * @param asked whether the harness ended it; otherwise it ended by itself
 * @param noticedNanos {@link System#nanoTime()} when the harness noticed
 * @param log file name of its log; empty where it has none
 * @param lastLines the end of its log
 */
public record ChildExit(String name, int code, boolean asked, long noticedNanos, String log, List<String> lastLines) {
    public ChildExit {
        lastLines = List.copyOf(lastLines);
    }

    /** One sentence and the last lines, for a person. */
    public String describe() {
        String end = name + " ended with exit code " + code + reason();
        return lastLines.isEmpty()
                ? end + "; its log" + named() + " is empty"
                : end + "; the last lines of its log" + named() + ":\n  " + String.join("\n  ", lastLines);
    }

    private String named() {
        return log.isEmpty() ? "" : " " + log;
    }

    private String reason() {
        return switch (code) {
            case 137 -> " (SIGKILL; the kernel's out-of-memory killer, if nobody else)";
            case 143 -> " (SIGTERM)";
            default -> "";
        };
    }
}
