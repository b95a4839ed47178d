package io.firedrill.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Turns YAML into a {@link Scenario}, or says everything that is wrong with it at once. Never throws for what a file holds, and is safe
 * to share between threads.
 */
public final class ScenarioReader {
    /** A scenario of this size would be a hundred times the largest of the library. */
    static final int MOST_BYTES = 1 << 20;

    /** The language: what may stand where. */
    static final ScenarioForm LANGUAGE = new ScenarioForm();

    private final BiConsumer<Scenario, Problems> checks;

    /** Reads scenarios that are to be run. */
    public ScenarioReader() {
        this(ScenarioCheck::toRun);
    }

    private ScenarioReader(BiConsumer<Scenario, Problems> checks) {
        this.checks = checks;
    }

    /**
     * Reads scenarios of drills that took place. What one of these allowed, with a reason or without, it allowed: it is measured by that. All
     * else has to be as in one that is to be run.
     */
    public static ScenarioReader ofEvidence() {
        return new ScenarioReader(ScenarioCheck::names);
    }

    /** Reads a file as it is. */
    public ScenarioReading read(Path file) {
        return read(file, Map.of());
    }

    /**
     * Reads a file with overrides.
     *
     * @param overrides path to value, as {@code services.billing.consumes.instances} to {@code 3}, applied in the map's order
     * @return the scenario, or its problems; a file that cannot be read is one problem
     */
    public ScenarioReading read(Path file, Map<String, String> overrides) {
        String name = file.toString();
        try {
            if (Files.isDirectory(file)) {
                return refused(Position.whole(name), "this is a directory, not a scenario file");
            }
            if (!Files.exists(file)) {
                return refused(Position.whole(name), "no such file");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
            if (bytes.length > MOST_BYTES) {
                return refused(Position.whole(name), "this file is larger than 1 MiB, so it is not a scenario");
            }
            return decoded(bytes, name, overrides);
        } catch (IOException unreadable) {
            return refused(Position.whole(name), "this file cannot be read: " + reason(unreadable));
        }
    }

    /**
     * Reads a text.
     *
     * @param fileName for positions
     * @param overrides path to value, applied in the map's order
     */
    public ScenarioReading read(String text, String fileName, Map<String, String> overrides) {
        Problems problems = new Problems();
        String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Optional<YamlNode> written = new YamlText(yaml, Marks.inFile(fileName), problems).read();
        boolean nothing = written.map(ScenarioReader::isEmpty).orElse(true);
        if (written.isEmpty() || nothing) {
            return problems.isEmpty()
                    ? refused(
                            new Position(fileName, 1, 1),
                            "the file is empty; a scenario begins with 'scenario: its-name'")
                    : new ScenarioReading.Refused(problems.inReadingOrder());
        }
        YamlNode effective = new Overrides(LANGUAGE, problems).apply(written.get(), overrides);
        Scenario scenario = LANGUAGE.read(new Cursor("", effective, problems));
        if (effective instanceof YamlNode.Mapping) {
            checks.accept(scenario, problems);
        }
        return problems.isEmpty()
                ? new ScenarioReading.Read(scenario, overrides.isEmpty() ? yaml : YamlWriter.write(effective))
                : new ScenarioReading.Refused(problems.inReadingOrder());
    }

    private static boolean isEmpty(YamlNode root) {
        return root instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Scalar.Kind.EMPTY;
    }

    private ScenarioReading decoded(byte[] bytes, String name, Map<String, String> overrides) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            String last = text.substring(text.lastIndexOf('\n') + 1);
            Position position = new Position(name, line, last.codePointCount(0, last.length()) + 1);
            String octet = String.format("0x%02X", bytes[in.position()]);
            return refused(position, "the byte " + octet + " is not UTF-8; save the file as UTF-8");
        }
        return read(text, name, overrides);
    }

    private static String reason(IOException unreadable) {
        String kind = unreadable instanceof AccessDeniedException ? "permission denied" : "";
        return kind.isEmpty() ? String.valueOf(unreadable.getMessage()) : kind;
    }

    private static ScenarioReading refused(Position position, String message) {
        return new ScenarioReading.Refused(List.of(new ScenarioProblem(position, "", "", "", "", message)));
    }
}
