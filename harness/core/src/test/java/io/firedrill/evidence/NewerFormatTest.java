package io.firedrill.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that a newer version made is told by name from evidence that is damaged. */
class NewerFormatTest {

    private static final int LATER = JournalHeader.VERSION + 3;

    @TempDir
    Path temp;

    private RunFolder folder;
    private Path segment;

    @BeforeEach
    void folder() throws IOException {
        folder = new RunFolder(temp.resolve("run"));
        try (JournalWriter journal = new JournalWriter(folder.journal("us-east", 1), "us-east", 1)) {
            journal.stalled(1, 2);
        }
        segment = folder.journal("us-east", 1).resolve("00001.fdj");
    }

    private void becomesLater(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        JournalHeader header = JournalHeader.decode(bytes);
        byte[] later = new JournalHeader(
                        LATER,
                        header.sealed(),
                        header.segment(),
                        header.region(),
                        header.incarnation(),
                        header.capacity())
                .encode();
        System.arraycopy(later, 0, bytes, 0, later.length);
        Files.write(file, bytes);
    }

    @Test
    void whatThisVersionMadeIsNotNewer() throws IOException {
        Manifest.write(folder, new Manifest.Origin("1", Map.of(), "host", "me"));
        assertThat(NewerFormat.of(folder)).isEmpty();
    }

    @Test
    void norIsAFolderThatIsAbsentOrEmptyOrHoldsSomethingElse() throws IOException {
        assertThat(NewerFormat.of(new RunFolder(temp.resolve("absent")))).isEmpty();
        RunFolder foreign = new RunFolder(temp.resolve("foreign"));
        Files.createDirectories(foreign.journals().resolve("holiday"));
        assertThat(NewerFormat.of(foreign)).isEmpty();
        Files.writeString(foreign.journals().resolve("holiday/00001.fdj"), "Dear diary");
        Files.writeString(foreign.manifest(), "[]");
        assertThat(NewerFormat.of(foreign)).isEmpty();
        Files.writeString(foreign.manifest(), "no json");
        assertThat(NewerFormat.of(foreign)).isEmpty();
    }

    @Test
    void aManifestOfALaterFormatSaysSoWhateverElseStandsInIt() throws IOException {
        Files.writeString(folder.manifest(), "{ \"formatVersion\": 99, \"chapters\": [] }");
        assertThat(NewerFormat.of(folder))
                .contains("the evidence was made by a newer version of Firedrill: manifest.json has format 99, this one"
                        + " reads up to " + Manifest.FORMAT_VERSION + ". Read it with that version or a later one");
    }

    @Test
    void aJournalOfALaterFormatSaysSo() throws IOException {
        becomesLater(segment);
        assertThat(NewerFormat.of(folder)).hasValueSatisfying(sentence -> assertThat(sentence)
                .contains("newer version of Firedrill: journals/us-east-1/00001.fdj has format " + LATER
                        + ", this one reads up to " + JournalHeader.VERSION));
    }

    @Test
    void soDoesASealedScanOfALaterFormat() throws IOException {
        try (JournalWriter scan = new JournalWriter(folder.scan("us-east"), "us-east", 0)) {
            scan.stalled(1, 2);
        }
        becomesLater(folder.scan("us-east").resolve("00001.fdj"));
        Path plain = folder.scan("us-east").resolve("00001.fdj");
        Path sealed = folder.scan("us-east").resolve("00001.fdj.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(sealed))) {
            out.write(Files.readAllBytes(plain));
        }
        Files.delete(plain);
        assertThat(NewerFormat.of(folder))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("scans/us-east/00001.fdj.gz has format"));
    }

    @Test
    void aHeaderThatIsDamagedOrCutIsNotNewer() throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[8] = LATER;
        Files.write(segment, bytes);
        assertThat(NewerFormat.of(folder)).isEmpty();
        becomesCut(bytes, 20);
        assertThat(NewerFormat.of(folder)).isEmpty();
        becomesCut(bytes, 33);
        assertThat(NewerFormat.of(folder)).isEmpty();
        becomesCut(bytes, 0);
        assertThat(NewerFormat.of(folder)).isEmpty();
    }

    private void becomesCut(byte[] bytes, int length) throws IOException {
        Files.write(segment, Arrays.copyOf(bytes, length));
    }
}
