package io.firedrill.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    @TempDir
    private Path place;

    @Test
    @EnabledOnOs(OS.LINUX) // the device that is always full
    void theSystemsOwnErrorIsRecognized() {
        IOException error = null;
        try {
            Files.write(Path.of("/dev/full"), new byte[1]);
        } catch (IOException e) {
            error = e;
        }

        assertThat(error).isNotNull();
        assertThat(FullDisk.sentence(new IllegalStateException(new UncheckedIOException(error)), place))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("the disk of " + place + " is full (")
                        .contains(" MiB are left", "make room", "--output FOLDER"));
    }

    @Test
    void aQuotaIsAFullDiskToo() {
        assertThat(FullDisk.sentence(new IOException("a: Disk quota exceeded"), place.resolve("not/there/yet")))
                .isPresent();
    }

    @Test
    void anotherErrorOnADiskWithRoomIsNone() {
        assertThat(FullDisk.sentence(new IOException("Permission denied"), place))
                .isEmpty();
        assertThat(FullDisk.sentence(new IllegalStateException("No space left on device"), place))
                .isEmpty();
        assertThat(FullDisk.now(place)).isEmpty();
    }
}
