package io.firedrill.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the audit and DuckDB counted in an exported run, as a file beside its tables, so that another engine, in a process of its own,
 * can be held against both.
 *
 * @param what which run it was
 */
public record CountedExport(String what, Map<String, Long> audit, Map<String, Long> duckDb) {
    private static final String FILE = "counted.txt";

    /** Puts it beside the tables. */
    public void write(Path exported) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(what);
        audit.forEach((name, count) -> lines.add(name + " " + count + " " + duckDb.get(name)));
        Files.write(exported.resolve(FILE), lines);
    }

    /** What lies beside the tables. */
    public static CountedExport read(Path exported) throws IOException {
        List<String> lines = Files.readAllLines(exported.resolve(FILE));
        Map<String, Long> audit = new TreeMap<>();
        Map<String, Long> duckDb = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(" ");
            audit.put(fields[0], Long.valueOf(fields[1]));
            duckDb.put(fields[0], Long.valueOf(fields[2]));
        }
        return new CountedExport(lines.get(0), audit, duckDb);
    }

    /** Where exports are to be kept for another engine, or else the given folder, which is nobody's after the test. */
    public static Path keptOr(Path temp) {
        String kept = System.getProperty("firedrill.sql.keep");
        return kept == null ? temp : Path.of(kept);
    }
}
