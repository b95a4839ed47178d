package io.firedrill.audit;

import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Damages a copy of an evidence folder in every way that a seed chooses, and mends it again. */
final class EvidenceMutations {

    /** What is done to the folder. */
    enum Kind {
        BIT_FLIPPED,
        TRUNCATED,
        OVERWRITTEN_WITH_NOISE,
        FILE_EMPTIED,
        FILE_DELETED,
        FILE_ADDED,
        FILES_SWAPPED,
        LINE_REMOVED,
        LINE_REPEATED,
        LINES_SWAPPED,
        NUMBER_CHANGED,
        TEXT_CHANGED,
        VALUE_REMOVED,
        SEGMENT_DELETED,
        SEGMENT_REPEATED,
        SEGMENT_OF_ANOTHER_JOURNAL,
        JOURNAL_DELETED,
        JOURNAL_UNDER_ANOTHER_NAME,
        JOURNAL_OF_NOBODY,
        SCAN_IN_PLACE_OF_A_JOURNAL,
        FUTURE_VERSION_OF_A_SEGMENT,
        FUTURE_VERSION_OF_THE_FOLDER,
        CLOCK_GOES_BACKWARDS,
        FACTS_DROPPED,
        FACTS_REPEATED,
        FACTS_CHANGED,
        RECORD_CLAIMED_BY_TWO_SESSIONS
    }

    /** How far a mutation can be noticed at all. */
    enum Noticeable {
        /** By the manifest, or by checksums of journals. */
        ALWAYS,
        /** A text or a journal was written anew, whole and well-formed, and the manifest as well: it says what it says. */
        FORGED
    }

    /** What was done. */
    record Applied(long seed, Kind kind, String where, boolean manifestRemade, boolean changed, Noticeable noticeable) {
        @Override
        public String toString() {
            return "seed " + seed + ": " + kind + " " + where + (manifestRemade ? ", with a new manifest" : "");
        }
    }

    private static final Pattern NUMBER = Pattern.compile("(?<=[:\\[,])-?\\d+(?=[,}\\]])");
    private static final Pattern TEXT = Pattern.compile("(?<=:)\"[^\"]*\"");
    private static final Pattern MEMBER = Pattern.compile("\"\\w+\":(\"[^\"]*\"|-?\\d+|true|false),");
    private static final int EMPTY = 80;
    private static final long BACKWARDS = 10_000_000_000L;

    private final RunFolder folder;
    private final Path scratch;
    private final Map<String, byte[]> whole = new TreeMap<>();
    private Random random = new Random();
    private boolean forged;
    private int scratched;

    /** @param work an empty folder; the copy is in it */
    EvidenceMutations(Path original, Path work) throws IOException {
        folder = new RunFolder(work.resolve("run"));
        scratch = Files.createDirectories(work.resolve("scratch"));
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                whole.put(original.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        mend();
    }

    RunFolder folder() {
        return folder;
    }

    /** The folder as it was. */
    void mend() throws IOException {
        Map<String, byte[]> now = contents();
        for (String name : now.keySet()) {
            if (!whole.containsKey(name)) {
                Files.delete(path(name));
            }
        }
        for (Map.Entry<String, byte[]> part : whole.entrySet()) {
            if (!Arrays.equals(part.getValue(), now.get(part.getKey()))) {
                write(part.getKey(), part.getValue());
            }
        }
        if (Files.isDirectory(folder.root())) {
            try (Stream<Path> folders = Files.walk(folder.root())) {
                for (Path empty : folders.filter(Files::isDirectory)
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    try (Stream<Path> inside = Files.list(empty)) {
                        if (inside.findAny().isEmpty()) {
                            Files.delete(empty);
                        }
                    }
                }
            }
        }
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        if (Files.isDirectory(folder.root())) {
            try (Stream<Path> files = Files.walk(folder.root())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    contents.put(folder.root().relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return contents;
    }

    /** Damages the whole folder once, as the seed says. */
    Applied apply(long seed) throws IOException {
        random = new Random(seed);
        forged = false;
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        boolean remade = random.nextBoolean() && kind != Kind.FUTURE_VERSION_OF_THE_FOLDER;
        String where = mutate(kind);
        Map<String, byte[]> now = contents();
        boolean changed = !now.keySet().equals(whole.keySet())
                || now.entrySet().stream().anyMatch(part -> !Arrays.equals(part.getValue(), whole.get(part.getKey())));
        forged |= now.keySet().equals(whole.keySet())
                && now.entrySet().stream()
                        .allMatch(part -> Arrays.equals(inflated(part.getValue()), inflated(whole.get(part.getKey()))));
        boolean manifestOnly = now.keySet().equals(whole.keySet())
                && now.entrySet().stream()
                        .allMatch(part -> part.getKey().equals("manifest.json")
                                || Arrays.equals(part.getValue(), whole.get(part.getKey())));
        if (remade && !manifestOnly) {
            Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "forger"));
        }
        boolean noticed = manifestOnly ? !Manifest.verify(folder).problems().isEmpty() : !remade || !forged;
        return new Applied(
                seed, kind, where, remade && !manifestOnly, changed, noticed ? Noticeable.ALWAYS : Noticeable.FORGED);
    }

    private String mutate(Kind kind) throws IOException {
        return switch (kind) {
            case BIT_FLIPPED ->
                file(parts(), bytes -> {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    return bytes;
                });
            case TRUNCATED -> file(parts(), bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            case OVERWRITTEN_WITH_NOISE ->
                file(parts(), bytes -> {
                    byte[] noise = new byte[Math.min(bytes.length, 1 + random.nextInt(200))];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bytes, random.nextInt(bytes.length - noise.length + 1), noise.length);
                    return bytes;
                });
            case FILE_EMPTIED -> file(parts(), bytes -> new byte[0]);
            case FILE_DELETED -> {
                String name = one(parts());
                forged |= text(name) || empty(name);
                Files.delete(path(name));
                yield name;
            }
            case FILE_ADDED -> {
                String name =
                        one(List.of("journals/readme", "scans/us-east/00009.fdj", "logs/x-stalls.jsonl", "scans/x/y"));
                forged |= !name.endsWith(".fdj");
                write(name, bytes());
                yield name;
            }
            case FILES_SWAPPED -> {
                String left = one(parts());
                String right = one(parts());
                forged |= text(left) && text(right);
                byte[] mine = Files.readAllBytes(path(left));
                write(left, Files.readAllBytes(path(right)));
                write(right, mine);
                yield left + " and " + right;
            }
            case LINE_REMOVED -> lines(lines -> lines.remove(random.nextInt(lines.size())));
            case LINE_REPEATED -> lines(lines -> lines.add(random.nextInt(lines.size()), one(lines)));
            case LINES_SWAPPED ->
                lines(lines -> {
                    int left = random.nextInt(lines.size());
                    lines.add(random.nextInt(lines.size()), lines.remove(left));
                });
            case NUMBER_CHANGED ->
                replaced(
                        NUMBER,
                        () -> one(List.of(
                                "0",
                                "-1",
                                "1",
                                "-5000000000",
                                "9223372036854775807",
                                "-9223372036854775808",
                                "99999999999999999999",
                                "7.5")));
            case TEXT_CHANGED ->
                replaced(
                        TEXT,
                        () -> one(List.of("\"\"", "\"us-west\"", "\"us-east\"", "\"\\u0000\"", "null", "7", "{}")));
            case VALUE_REMOVED -> replaced(MEMBER, () -> "");
            case SEGMENT_DELETED -> {
                String name = one(segments());
                forged |= empty(name);
                Files.delete(path(name));
                yield name;
            }
            case SEGMENT_REPEATED -> {
                String name = one(segments());
                String further = name.replace("00001.", "00002.");
                write(further, whole.get(name));
                yield name;
            }
            case SEGMENT_OF_ANOTHER_JOURNAL -> {
                String name = one(segments());
                String other = one(segments());
                write(name.replaceAll("\\.gz$", "") + (other.endsWith(".gz") ? ".gz" : ""), whole.get(other));
                forged |= whole.get(name).length == whole.get(other).length;
                yield name + " is that of " + other;
            }
            case JOURNAL_DELETED -> {
                String journal = one(journals());
                for (String name : whole.keySet()) {
                    if (name.startsWith(journal + "/")) {
                        Files.delete(path(name));
                    }
                }
                yield journal;
            }
            case JOURNAL_UNDER_ANOTHER_NAME -> {
                String from = one(journals());
                String to =
                        one(List.of("journals/us-east-1", "journals/us-west-1", "journals/us-east-9", "scans/us-west"));
                forged |= from.equals(to);
                move(from, to, random.nextBoolean());
                yield from + " as " + to;
            }
            case JOURNAL_OF_NOBODY -> {
                String from = one(journals());
                move(
                        from,
                        one(List.of("journals/eu-1", "scans/eu", "journals/1", "journals/us-east")),
                        random.nextBoolean());
                yield from;
            }
            case SCAN_IN_PLACE_OF_A_JOURNAL -> {
                move("scans/us-east", "journals/us-east-1", false);
                yield "scans/us-east";
            }
            case FUTURE_VERSION_OF_A_SEGMENT -> {
                String name = one(segments());
                write(name, future(name, whole.get(name)));
                yield name;
            }
            case FUTURE_VERSION_OF_THE_FOLDER -> {
                String text = new String(whole.get("manifest.json"), StandardCharsets.UTF_8);
                write(
                        "manifest.json",
                        text.replaceFirst("(\"formatVersion\"\\s*:\\s*)\\d+", "$199")
                                .getBytes(StandardCharsets.UTF_8));
                yield "manifest.json";
            }
            case CLOCK_GOES_BACKWARDS ->
                rewritten((fact, method, args) -> {
                    if (fact.later()) {
                        backwards(method, args);
                    }
                    return 1;
                });
            case FACTS_DROPPED -> rewritten((fact, method, args) -> fact.chosen() ? 0 : 1);
            case FACTS_REPEATED -> rewritten((fact, method, args) -> fact.chosen() ? 2 : 1);
            case FACTS_CHANGED ->
                rewritten((fact, method, args) -> {
                    if (fact.chosen()) {
                        changed(args);
                    }
                    return 1;
                });
            case RECORD_CLAIMED_BY_TWO_SESSIONS ->
                rewritten((fact, method, args) -> {
                    if (fact.chosen()
                            && args.length > 3
                            && args[2] instanceof Integer
                            && method.getName().equals("sent")) {
                        args[2] = (Integer) args[2] + random.nextInt(2);
                    }
                    return 1;
                });
        };
    }

    private interface Change {
        byte[] of(byte[] bytes);
    }

    private String file(List<String> names, Change change) throws IOException {
        String name = one(names);
        forged |= text(name);
        byte[] bytes = whole.get(name).clone();
        write(name, bytes.length == 0 ? bytes() : change.of(bytes));
        return name;
    }

    private interface Lines {
        void change(List<String> lines);
    }

    private String lines(Lines change) throws IOException {
        String name = one(texts());
        forged = true;
        List<String> lines =
                new ArrayList<>(Arrays.asList(new String(whole.get(name), StandardCharsets.UTF_8).split("(?<=\n)")));
        change.change(lines);
        write(name, String.join("", lines).getBytes(StandardCharsets.UTF_8));
        return name;
    }

    private interface Replacement {
        String text();
    }

    private String replaced(Pattern pattern, Replacement replacement) throws IOException {
        String name = random.nextInt(4) == 0 ? one(texts()) : "timeline.jsonl";
        forged = true;
        String text = new String(whole.get(name), StandardCharsets.UTF_8);
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty()) {
            return name;
        }
        MatchResult chosen = found.get(random.nextInt(found.size()));
        write(
                name,
                (text.substring(0, chosen.start()) + replacement.text() + text.substring(chosen.end()))
                        .getBytes(StandardCharsets.UTF_8));
        return name;
    }

    /** Which fact it is of those of its journal. */
    private record Fact(long number, long first, long last, boolean chosen) {
        boolean later() {
            return number >= first && number <= last;
        }
    }

    private interface Rewriting {
        /** Changes the arguments; how often the fact is written. */
        int times(Fact fact, Method method, Object[] args);
    }

    /** Writes a journal anew, every checksum right, with other facts. */
    private String rewritten(Rewriting rewriting) throws IOException {
        String journal = one(journals());
        forged = true;
        Path fresh = scratch.resolve("journal-" + scratched++);
        long facts = JournalReader.read(folder.root().resolve(journal), new FactSink() {})
                .facts();
        long first = random.nextLong(Math.max(1, facts));
        long last = first + random.nextInt(5_000);
        int share = 1 << random.nextInt(12);
        long[] number = {0};
        boolean altered = JournalForgery.write(
                folder.root(),
                journal,
                fresh,
                (method, args) ->
                        rewriting.times(new Fact(number[0]++, first, last, random.nextInt(share) == 0), method, args));
        // The same facts in other bytes are no change.
        for (String part : whole.keySet()) {
            if (altered && part.startsWith(journal + "/")) {
                Files.delete(path(part));
            }
        }
        try (Stream<Path> segments = Files.list(fresh)) {
            for (Path segment : segments.toList()) {
                if (altered) {
                    write(journal + "/" + segment.getFileName(), Files.readAllBytes(segment));
                }
                Files.delete(segment);
            }
        }
        Files.delete(fresh);
        return journal;
    }

    /** The last number of a fact that is one is its time. */
    private static void backwards(Method method, Object[] args) {
        for (int i = args.length - 1; i >= 0; i--) {
            if (args[i] instanceof Long time
                    && time > BACKWARDS
                    && !method.getName().startsWith("scanned")) {
                args[i] = time - BACKWARDS;
                return;
            }
        }
    }

    private void changed(Object[] args) {
        int i = random.nextInt(args.length);
        if (args[i] instanceof Integer) {
            args[i] = random.nextInt(9);
        } else if (args[i] instanceof Long number) {
            args[i] = random.nextBoolean() ? number + random.nextInt(50) : random.nextLong() >>> random.nextInt(63);
        } else if (args[i] instanceof Boolean flag) {
            args[i] = !flag;
        }
    }

    /** What is in a file. The header of gzip has bytes that say nothing of it, such as the operating system. */
    private static byte[] inflated(byte[] stored) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            return in.readAllBytes();
        } catch (IOException e) {
            return stored;
        }
    }

    /** A segment of a version that nobody knows yet, its header's checksum right. */
    private static byte[] future(String name, byte[] stored) throws IOException {
        boolean sealed = name.endsWith(".gz");
        byte[] plain = stored;
        if (sealed) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
                plain = in.readAllBytes();
            }
        }
        ByteBuffer header = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort(8, (short) 99);
        int length = 26 + header.getShort(24);
        CRC32C crc = new CRC32C();
        crc.update(plain, 0, length);
        header.putInt(length, (int) crc.getValue());
        if (!sealed) {
            return plain.clone();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private void move(String from, String to, boolean copy) throws IOException {
        for (String name : List.copyOf(whole.keySet())) {
            if (name.startsWith(from + "/")) {
                byte[] bytes = whole.get(name);
                if (!copy && !from.equals(to)) {
                    Files.delete(path(name));
                }
                write(to + name.substring(from.length()), bytes);
            }
        }
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private List<String> parts() {
        return List.copyOf(whole.keySet());
    }

    private List<String> texts() {
        return whole.keySet().stream().filter(EvidenceMutations::text).toList();
    }

    private static boolean text(String name) {
        return !name.contains(".fdj");
    }

    /** A segment that was made ahead of its use and that nothing was written to. */
    private boolean empty(String name) {
        return !text(name) && whole.get(name).length < EMPTY;
    }

    private List<String> segments() {
        return whole.keySet().stream().filter(name -> name.contains(".fdj")).toList();
    }

    private List<String> journals() {
        return segments().stream()
                .map(name -> name.substring(0, name.lastIndexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
    }

    private Path path(String name) {
        return folder.root().resolve(name);
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.write(path(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
