package io.firedrill.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code manifest.json}: what the evidence consisted of when it was closed, so that a change afterwards is noticed.
 *
 * @param formatVersion of the evidence folder
 * @param origin who made it, where, with what
 * @param parts every file of the evidence, by path relative to the run folder, in order
 */
public record Manifest(int formatVersion, Origin origin, List<Part> parts) {

    /** Version of the evidence folder's format that this Firedrill writes. */
    public static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public Manifest {
        parts = List.copyOf(parts);
    }

    /**
     * @param kafkaVersions by region
     * @param host name of the machine
     * @param operator who ran the drill
     */
    public record Origin(String firedrillVersion, Map<String, String> kafkaVersions, String host, String operator) {
        public Origin {
            kafkaVersions = new TreeMap<>(kafkaVersions);
        }
    }

    /** @param path relative to the run folder, with slashes */
    public record Part(String path, @JsonProperty("bytes") long size, String sha256) {}

    /** How a part is not as the manifest has it. */
    public enum Difference {
        MISSING,
        ALTERED,
        /** The manifest does not know it. */
        ADDED,
        UNREADABLE,
        /** Of the manifest itself, or of the folder. */
        WHOLE
    }

    /**
     * Something that is not as the manifest has it.
     *
     * @param path of the part relative to the run folder, with slashes; empty where it is of no part
     * @param sentence for people
     */
    public record Problem(String path, Difference difference, String sentence) {

        /** Whether the part is called as segments of journals and scans are, so that it is read as one. */
        public boolean ofSegment() {
            return JournalReader.SEGMENT
                    .matcher(path.substring(path.lastIndexOf('/') + 1))
                    .matches();
        }

        /** Whether figures come from such a part: a segment, or what a process noted of its stalls. Others are for people, or nobody's. */
        public boolean read() {
            return ofSegment() || path.endsWith(StallLog.SUFFIX);
        }
    }

    /**
     * What checking the folder against its manifest found.
     *
     * @param present a readable manifest exists; without one the harness ended before it closed the evidence
     * @param parts how many it has
     * @param found each part that is missing, altered or added
     */
    public record Check(boolean present, int parts, List<Problem> found) {
        public Check {
            found = List.copyOf(found);
        }

        /** A sentence for each. */
        public List<String> problems() {
            return found.stream().map(Problem::sentence).toList();
        }
    }

    /**
     * Computes the sum of every part and writes {@code manifest.json}. The last thing done to the evidence.
     *
     * @throws IOException when a part cannot be read or the manifest cannot be written
     */
    public static Manifest write(RunFolder folder, Origin origin) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Path file : files(folder)) {
            parts.add(new Part(name(folder, file), Files.size(file), sha256(file)));
        }
        Manifest manifest = new Manifest(FORMAT_VERSION, origin, parts);
        Path unfinished = folder.manifest().resolveSibling("manifest.json.new");
        Files.writeString(unfinished, JSON.writeValueAsString(manifest) + "\n");
        Files.move(unfinished, folder.manifest(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return manifest;
    }

    /** What the folder's manifest says of its format; empty when there is none that can be read. */
    static OptionalInt formatVersion(RunFolder folder) {
        try {
            JsonNode version =
                    JSON.readTree(Files.readAllBytes(folder.manifest())).path("formatVersion");
            return version.isInt() ? OptionalInt.of(version.intValue()) : OptionalInt.empty();
        } catch (IOException | JacksonException unreadable) {
            return OptionalInt.empty();
        }
    }

    /** Compares the folder with its manifest. Never throws for what it finds. */
    public static Check verify(RunFolder folder) {
        if (!Files.exists(folder.manifest())) {
            return unusable("manifest.json is missing: the harness ended before it closed the evidence");
        }
        Manifest manifest;
        try {
            manifest = JSON.readValue(Files.readAllBytes(folder.manifest()), Manifest.class);
        } catch (IOException | JacksonException e) {
            return unusable("manifest.json cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        if (manifest == null || MissingField.of(manifest).isPresent()) {
            return unusable("manifest.json is not whole");
        }
        if (manifest.formatVersion() != FORMAT_VERSION) {
            return new Check(
                    true,
                    manifest.parts().size(),
                    List.of(ofWhole("the evidence has format version " + manifest.formatVersion()
                            + "; this Firedrill reads " + FORMAT_VERSION)));
        }
        return new Check(true, manifest.parts().size(), compare(folder, manifest));
    }

    private static Check unusable(String sentence) {
        return new Check(false, 0, List.of(ofWhole(sentence)));
    }

    private static Problem ofWhole(String sentence) {
        return new Problem("", Difference.WHOLE, sentence);
    }

    private static Problem of(String path, Difference difference, String what) {
        return new Problem(path, difference, path + what);
    }

    private static List<Problem> compare(RunFolder folder, Manifest manifest) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Path> found = new TreeMap<>();
        try {
            for (Path file : files(folder)) {
                found.put(name(folder, file), file);
            }
        } catch (IOException e) {
            problems.add(
                    ofWhole("the run folder cannot be listed (" + e.getClass().getSimpleName() + ")"));
        }
        List<Supplier<Optional<Problem>>> checks = new ArrayList<>();
        for (Part part : manifest.parts()) {
            Path file = found.remove(part.path());
            checks.add(() -> problem(part, file));
        }
        // Sums are most of the work, and do not depend on each other.
        checks.parallelStream().map(Supplier::get).toList().forEach(problem -> problem.ifPresent(problems::add));
        found.keySet()
                .forEach(path -> problems.add(
                        of(path, Difference.ADDED, " was added after the drill (the manifest does not know it)")));
        return problems;
    }

    private static Optional<Problem> problem(Part part, @Nullable Path file) {
        if (file == null) {
            return Optional.of(of(part.path(), Difference.MISSING, " is missing"));
        }
        try {
            return sha256(file).equals(part.sha256())
                    ? Optional.empty()
                    : Optional.of(of(
                            part.path(),
                            Difference.ALTERED,
                            " was altered after the drill (its SHA-256 differs from the manifest's)"));
        } catch (IOException e) {
            return Optional.of(of(
                    part.path(),
                    Difference.UNREADABLE,
                    " cannot be read (" + e.getClass().getSimpleName() + ")"));
        }
    }

    /** What the harness writes about itself goes on after the evidence is closed, and no figure comes from it. */
    private static boolean ofTheHarness(RunFolder folder, Path file) {
        String name = String.valueOf(file.getFileName());
        return folder.logs().equals(file.getParent()) && (name.equals("harness.log") || name.startsWith("fault-"));
    }

    private static List<Path> files(RunFolder folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path part : List.of(
                folder.scenario(),
                folder.timeline(),
                folder.journals(),
                folder.scans(),
                folder.samples(),
                folder.logs())) {
            if (Files.exists(part)) {
                try (Stream<Path> walk = Files.walk(part)) {
                    walk.filter(Files::isRegularFile)
                            .filter(file -> !ofTheHarness(folder, file))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    private static String name(RunFolder folder, Path file) {
        return folder.root().relativize(file).toString().replace('\\', '/');
    }

    /** SHA-256 of a file, in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
