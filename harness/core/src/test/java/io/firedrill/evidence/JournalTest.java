package io.firedrill.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final int SMALL = 1 << 12;

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void folder() {
        folder = temp.resolve("us-east-1");
    }

    private List<String> write(long seed, int count, boolean close) throws IOException {
        RecordedFacts expected = new RecordedFacts();
        RandomFacts.write(expected, seed, count);
        JournalWriter writer = new JournalWriter(folder, "us-east", 1, SMALL);
        RandomFacts.write(writer, seed, count);
        if (close) {
            writer.close();
        } else {
            await().until(this::nextSegmentIsReady);
        }
        return expected.facts;
    }

    /** An open writer has one segment more than it uses, and makes none while nothing is written. */
    private boolean nextSegmentIsReady() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.toList();
            long unused = found.stream().filter(file -> isUnused(file)).count();
            return unused == 1
                    && found.stream().noneMatch(file -> file.toString().endsWith(".new"));
        }
    }

    private static boolean isUnused(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return file.toString().endsWith(".fdj")
                    && bytes[JournalHeader.decode(bytes).length()] == 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aClosedJournalReadsBackAsItWasWritten() throws IOException {
        List<String> expected = write(1, 5000, true);
        RecordedFacts found = new RecordedFacts();

        JournalState state = JournalReader.read(folder, found);

        assertThat(found.facts).isEqualTo(expected);
        assertThat(state.closed()).isTrue();
        assertThat(state.damage()).isEmpty();
        assertThat(state.facts()).isEqualTo(5000);
        assertThat(state.segments()).isGreaterThan(5);
        assertThat(state.region()).isEqualTo("us-east");
        assertThat(state.incarnation()).isEqualTo(1);
    }

    /** Whoever reads a journal in one thread of several must not wait for another that never becomes free. */
    @Test
    @Timeout(60)
    void whatNoThreadReadsAheadIsReadWhenItsTurnComes() throws IOException {
        List<String> expected = write(1, 5000, true);
        RecordedFacts found = new RecordedFacts();

        JournalState state = JournalReader.read(folder, found, 0, nobody -> {}, 3);

        assertThat(found.facts).isEqualTo(expected);
        assertThat(state.closed()).isTrue();
    }

    /** Tasks that no thread came to may stay queued as long as the audit reads. */
    @Test
    @Timeout(60)
    void whatWasTakenIsNotHeldByATaskThatNeverRan() throws IOException {
        write(1, 100, true);
        Path file = JournalReader.segments(folder).get(1);
        List<Runnable> queued = new ArrayList<>();
        SegmentAhead ahead = new SegmentAhead(() -> SegmentFile.open(file), queued::add);

        WeakReference<SegmentFile> taken = new WeakReference<>(ahead.take());

        while (taken.get() != null) {
            System.gc();
        }
        assertThat(queued).hasSize(1);
        queued.get(0).run();
        assertThat(ahead).isNotNull();
    }

    @Test
    void theTimesOfAnotherClockAreReadAsTheTimelines() throws IOException {
        write(1, 5000, true);
        RecordedFacts expected = new RecordedFacts();
        RandomFacts.write(expected, 1, 5000, -777_777_777_777L);
        RecordedFacts found = new RecordedFacts();

        JournalReader.read(folder, found, -777_777_777_777L);

        assertThat(found.facts).isEqualTo(expected.facts);
    }

    @Test
    void aJournalWhoseWriterNeverClosedItIsCutButNotDamaged() throws IOException {
        List<String> expected = write(2, 700, false);
        RecordedFacts found = new RecordedFacts();

        JournalState state = JournalReader.read(folder, found);

        assertThat(found.facts).isEqualTo(expected);
        assertThat(state.closed()).isFalse();
        assertThat(state.damage()).isEmpty();
        assertThat(state.description()).contains("killed");
    }

    @Test
    void aTornLastEntryIsAbsentAndTheRestIsThere() throws IOException {
        List<String> expected = write(3, 10, false);
        Path segment = folder.resolve("00001.fdj");
        byte[] bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        bytes[end + 8] = 77;
        Files.write(segment, bytes);
        RecordedFacts found = new RecordedFacts();

        JournalState state = JournalReader.read(folder, found);

        assertThat(found.facts).isEqualTo(expected);
        assertThat(state.damage()).isEmpty();
    }

    @Test
    void sealingChangesNothingThatIsRead() throws IOException {
        List<String> expected = write(4, 5000, true);
        JournalState before = JournalReader.read(folder, new RecordedFacts());

        JournalCompressor.seal(folder);
        JournalCompressor.seal(folder);

        RecordedFacts found = new RecordedFacts();
        assertThat(JournalReader.read(folder, found)).isEqualTo(before);
        assertThat(found.facts).isEqualTo(expected);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).allMatch(file -> file.toString().endsWith(".fdj.gz"));
        }
    }

    @Test
    void sealingACutJournalKeepsItCut() throws IOException {
        List<String> expected = write(5, 700, false);
        JournalCompressor.seal(folder);
        RecordedFacts found = new RecordedFacts();

        JournalState state = JournalReader.read(folder, found);

        assertThat(found.facts).isEqualTo(expected);
        assertThat(state.closed()).isFalse();
        assertThat(state.damage()).isEmpty();
    }

    @Test
    void aMissingSegmentIsNamedAndTheOthersAreRead() throws IOException {
        write(6, 2000, true);
        Files.delete(folder.resolve("00002.fdj"));
        RecordedFacts found = new RecordedFacts();

        JournalState state = JournalReader.read(folder, found);

        assertThat(state.damage()).containsExactly("segment 00002.fdj is missing");
        assertThat(state.closed()).isFalse();
        assertThat(found.facts).hasSizeGreaterThan(500);
    }

    @Test
    void aMissingLastSegmentIsNamed() throws IOException {
        write(7, 2000, true);
        int last = JournalReader.read(folder, new RecordedFacts()).segments();
        Files.delete(folder.resolve(JournalWriter.fileName(last)));

        JournalState state = JournalReader.read(folder, new RecordedFacts());

        assertThat(state.damage()).singleElement().asString().contains("is missing");
    }

    @Test
    void everyFlippedByteIsNoticedAndNoFactIsInvented() throws IOException {
        flipBytes(8, false);
    }

    @Test
    void everyFlippedByteOfASealedJournalIsNoticedAndNoFactIsInvented() throws IOException {
        flipBytes(9, true);
    }

    private void flipBytes(long seed, boolean sealed) throws IOException {
        List<String> expected = write(seed, 300, true);
        if (sealed) {
            JournalCompressor.seal(folder);
        }
        Path segment = folder.resolve(sealed ? "00001.fdj.gz" : "00001.fdj");
        byte[] whole = Files.readAllBytes(segment);
        Random random = new Random(seed);
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            Files.write(segment, flipped);
            RecordedFacts found = new RecordedFacts();
            JournalState state = JournalReader.read(folder, found);
            // Deflate has a few bits that mean nothing: flipping one changes no fact, and only the manifest notices it.
            assertThat(state.damaged() || sealed && found.facts.equals(expected))
                    .as("byte %d", i)
                    .isTrue();
            assertThat(expected).containsAll(found.facts);
        }
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        write(10, 300, true);
        Path segment = folder.resolve("00001.fdj");
        byte[] whole = Files.readAllBytes(segment);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(segment, java.util.Arrays.copyOf(whole, length));
            assertThat(JournalReader.read(folder, new RecordedFacts()).damaged())
                    .as("cut to %d bytes", length)
                    .isTrue();
        }
    }

    @Test
    void aSegmentOfAnotherJournalIsRefused() throws IOException {
        write(11, 2000, true);
        Path other = temp.resolve("us-west-1");
        try (JournalWriter writer = new JournalWriter(other, "us-west", 1, SMALL)) {
            RandomFacts.write(writer, 12, 2000);
        }
        Files.copy(
                other.resolve("00002.fdj"),
                folder.resolve("00002.fdj"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        JournalState state = JournalReader.read(folder, new RecordedFacts());

        assertThat(state.damage()).anySatisfy(text -> assertThat(text).contains("us-west-1"));
    }

    @Test
    void anAbsentFolderIsDamageNotAnException() {
        assertThat(JournalReader.read(temp.resolve("nothing"), new RecordedFacts())
                        .damage())
                .containsExactly("there is no segment");
    }

    @Test
    void aSecondWriterIsRefusedTheFolderOfTheFirst() throws IOException {
        write(13, 10, true);
        assertThatThrownBy(() -> new JournalWriter(folder, "us-east", 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("already holds a journal");
    }

    @Test
    void aFactAfterTheCloseIsRefused() throws IOException {
        JournalWriter writer = new JournalWriter(folder, "us-east", 1);
        writer.close();
        writer.close();
        assertThatThrownBy(() -> writer.stalled(1, 2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void threadsShareAJournal() throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (JournalWriter writer = new JournalWriter(folder, "us-east", 1, 1 << 16)) {
            for (int t = 0; t < 4; t++) {
                int producer = t;
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        writer.sent(0, producer, 1, i, i % 100, 0, 512, i * 1000L, i * 1000L + 5);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        long[] next = new long[4];
        JournalState state = JournalReader.read(folder, new FactSink() {
            @Override
            public void sent(
                    int w, int producer, int s, long sequence, long k, int t, int b, long intended, long invoked) {
                assertThat(sequence).isEqualTo(next[producer]++);
                assertThat(invoked).isEqualTo(sequence * 1000 + 5);
            }
        });
        assertThat(state.damage()).isEmpty();
        assertThat(next).containsOnly(20_000);
    }

    @Test
    void aRecordCostsAtMostFortyBytesOnDisk() throws IOException {
        int records = 100_000;
        Random random = new Random(14);
        Path scans = temp.resolve("scan");
        try (JournalWriter writer = new JournalWriter(folder, "us-east", 1);
                JournalWriter scan = new JournalWriter(scans, "us-east", 0)) {
            long[] offsets = new long[6];
            for (int i = 0; i < records; i++) {
                long intended = i * 2_000_000L;
                long key = random.nextInt(1000) * 0x9E3779B97F4A7C15L;
                int partition = (int) Math.floorMod(key >>> 7, 6L);
                long offset = offsets[partition]++;
                long invoked = intended + 20_000 + random.nextInt(60_000);
                writer.sent(0, 0, 1, i, key, 0, 560, intended, invoked);
                long acked = invoked + 3_000_000 + random.nextInt(500_000);
                writer.acked(0, 0, 1, i, 0, partition, offset, acked);
                writer.delivered(0, 0, 0, partition, offset, 0, 0, 1, i, acked + random.nextInt(500_000), true);
                scan.scanned(
                        0,
                        partition,
                        offset,
                        0,
                        0,
                        1,
                        i,
                        key,
                        1_700_000_000_000L + intended / 1_000_000,
                        560,
                        random.nextInt(),
                        true);
            }
        }
        JournalCompressor.seal(folder);
        JournalCompressor.seal(scans);

        long bytes = 0;
        for (Path journal : List.of(folder, scans)) {
            try (Stream<Path> files = Files.list(journal)) {
                for (Path file : files.toList()) {
                    bytes += Files.size(file);
                }
            }
        }
        assertThat(bytes / (double) records).isLessThan(40);
    }
}
