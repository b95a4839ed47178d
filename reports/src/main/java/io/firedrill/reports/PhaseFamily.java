package io.firedrill.reports;

import io.firedrill.audit.Result.Phase;
import java.util.Locale;

/** What a phase of a transition is about; gives phases three tints instead of ten colours. */
public enum PhaseFamily {
    /** Until somebody knew and had decided. */
    NOTICE("notice", "noticing and deciding"),
    /** Steps of the runbook. */
    RUNBOOK("runbook", "runbook steps"),
    /** Until clients work steadily again. */
    RETURN("return", "clients coming back");

    private final String css;
    private final String label;

    PhaseFamily(String css, String label) {
        this.css = css;
        this.label = label;
    }

    /** Class of the style sheet. */
    public String css() {
        return css;
    }

    /** For the key. */
    public String label() {
        return label;
    }

    static PhaseFamily of(Phase phase) {
        String name = phase.name().toLowerCase(Locale.ROOT);
        if (name.startsWith("detect") || name.startsWith("deci")) {
            return NOTICE;
        }
        if (name.startsWith("reconnect") || name.startsWith("stabil") || name.startsWith("catch")) {
            return RETURN;
        }
        return RUNBOOK;
    }
}
