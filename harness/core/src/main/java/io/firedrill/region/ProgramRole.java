package io.firedrill.region;

import java.util.Locale;

/** What a Kafka program is for; those of one role load much the same classes. */
public enum ProgramRole {
    BROKER,
    MIRROR_MAKER;

    /** For file names. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
