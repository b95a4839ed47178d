package io.firedrill.export;

/**
 * A column of an exported table.
 *
 * @param name as SQL names it; no word that engines reserve
 * @param optional whether a row may lack it
 * @param meaning a line for the page of the schema
 */
public record Column(String name, Type type, boolean optional, String meaning) {

    /** What a column holds. */
    public enum Type {
        /** 32 bits, signed. */
        INTEGER,
        /** 64 bits, signed. */
        BIGINT,
        /** 64 bits, floating point. */
        DOUBLE,
        BOOLEAN,
        /** UTF-8. */
        VARCHAR
    }
}
