package io.firedrill.scenario;

import java.util.function.Function;

/**
 * A key of a block.
 *
 * @param name as written
 * @param form what may stand there
 * @param read how its value is read
 * @param absent value of a block that does not say; for a required key the stand-in
 * @param required whether the block must say
 * @param defaultText the default for the tables
 * @param meaning a sentence for tables and schema
 */
public record Key<V>(
        String name,
        Form<?> form,
        Function<Cursor, V> read,
        V absent,
        boolean required,
        String defaultText,
        String meaning) {}
