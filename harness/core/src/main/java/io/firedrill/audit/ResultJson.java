package io.firedrill.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code result.json}: the same result is always the same bytes. */
public final class ResultJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    // The line end is ours and not the machine's.
    private static final ObjectWriter WRITER =
            JSON.writer().with(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private ResultJson() {}

    /** The text, with a newline at the end. */
    public static String text(Result result) {
        return WRITER.writeValueAsString(result) + "\n";
    }

    /** Writes the file whole, or leaves the one that was there. */
    public static void write(Path file, Result result) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(unfinished, text(result), StandardCharsets.UTF_8);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** @throws IOException with a sentence when the file is no result of a schema version that this Firedrill knows */
    public static Result read(Path file) throws IOException {
        Result result;
        try {
            result = JSON.readValue(Files.readAllBytes(file), Result.class);
        } catch (JacksonException e) {
            throw new IOException(file.getFileName() + " is no result of a drill: " + e.getOriginalMessage(), e);
        }
        if (result == null || result.schemaVersion() != Result.SCHEMA_VERSION) {
            throw new IOException(file.getFileName() + " has schema version "
                    + (result == null ? "none" : Integer.toString(result.schemaVersion())) + "; this Firedrill reads "
                    + Result.SCHEMA_VERSION);
        }
        return result;
    }
}
