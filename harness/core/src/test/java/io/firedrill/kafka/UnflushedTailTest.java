package io.firedrill.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnflushedTailTest {
    @TempDir
    Path disk;

    private Path orders;

    @BeforeEach
    void partition() throws IOException {
        orders = Files.createDirectories(disk.resolve("orders-0"));
    }

    @Test
    void cutsAtTheBatchTheRecoveryPointFallsOn() throws IOException {
        segment(0, batch(0, 5), batch(5, 5), batch(10, 3));
        checkpoint("orders 0 10");

        assertThat(UnflushedTail.cut(disk)).containsExactly(new LogCut("orders-0", 10, 13, batch(10, 3).length));
        assertThat(orders.resolve(name(0, "log"))).hasBinaryContent(concat(batch(0, 5), batch(5, 5)));
    }

    @Test
    void aBatchAcrossTheRecoveryPointGoesWhole() throws IOException {
        segment(0, batch(0, 5), batch(5, 5));
        checkpoint("orders 0 7");

        assertThat(UnflushedTail.cut(disk)).extracting(LogCut::flushedOffset).containsExactly(5L);
    }

    @Test
    void laterSegmentsGoWithEverythingThatBelongsToThem() throws IOException {
        segment(0, batch(0, 10));
        segment(10, batch(10, 10));
        segment(20, batch(20, 4));
        touch(name(20, "snapshot"), name(12, "snapshot"), name(10, "snapshot"), "leader-epoch-checkpoint");
        checkpoint("orders 0 12");

        assertThat(UnflushedTail.cut(disk))
                .containsExactly(new LogCut("orders-0", 10, 24, batch(10, 10).length + batch(20, 4).length));
        try (var files = Files.list(orders)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            name(0, "log"),
                            name(0, "index"),
                            name(0, "timeindex"),
                            name(10, "log"),
                            name(10, "snapshot"),
                            "leader-epoch-checkpoint");
        }
        assertThat(orders.resolve(name(10, "log"))).isEmptyFile();
    }

    @Test
    void whatWasNeverFlushedIsLostWhole_butTheLogStays() throws IOException {
        segment(0, batch(0, 5));
        Files.createFile(disk.resolve("recovery-point-offset-checkpoint"));

        assertThat(UnflushedTail.cut(disk)).extracting(LogCut::offsets).containsExactly(5L);
        assertThat(orders.resolve(name(0, "log"))).isEmptyFile();
    }

    @Test
    void aLogThatIsFlushedToItsEndLosesNothing() throws IOException {
        segment(0, batch(0, 5));
        checkpoint("orders 0 5");

        assertThat(UnflushedTail.cut(disk)).isEmpty();
        assertThat(orders.resolve(name(0, "log"))).hasBinaryContent(batch(0, 5));
    }

    @Test
    void aBatchCutShortByTheBrokersDeathIsNoRecord() throws IOException {
        byte[] torn = batch(5, 5);
        segment(0, batch(0, 5), java.util.Arrays.copyOf(torn, torn.length - 1));
        checkpoint("orders 0 5");

        assertThat(UnflushedTail.cut(disk)).containsExactly(new LogCut("orders-0", 5, 5, torn.length - 1));
    }

    @Test
    void theMetadataLogIsLeftAlone() throws IOException {
        Path metadata = Files.createDirectories(disk.resolve("__cluster_metadata-0"));
        Files.write(metadata.resolve(name(0, "log")), batch(0, 5));

        assertThat(UnflushedTail.cut(disk)).isEmpty();
        assertThat(metadata.resolve(name(0, "log"))).hasBinaryContent(batch(0, 5));
    }

    @Test
    void anUnknownCheckpointFormatIsAnError() throws IOException {
        Files.writeString(disk.resolve("recovery-point-offset-checkpoint"), "1\n0\n");
        assertThatThrownBy(() -> UnflushedTail.cut(disk))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected version 0, found '1'");
    }

    private void checkpoint(String... entries) throws IOException {
        Files.writeString(
                disk.resolve("recovery-point-offset-checkpoint"),
                "0\n" + entries.length + "\n" + String.join("\n", entries) + "\n");
    }

    private void segment(long base, byte[]... batches) throws IOException {
        Files.write(orders.resolve(name(base, "log")), concat(batches));
        touch(name(base, "index"), name(base, "timeindex"));
    }

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(orders.resolve(name));
        }
    }

    private static String name(long base, String kind) {
        return String.format("%020d.%s", base, kind);
    }

    private static byte[] batch(long base, int records) {
        SimpleRecord[] content = new SimpleRecord[records];
        for (int i = 0; i < records; i++) {
            content[i] =
                    new SimpleRecord(1_000L, ("value " + (base + i)).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        ByteBuffer buffer =
                MemoryRecords.withRecords(base, Compression.NONE, 0, content).buffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                List.of(parts).stream().mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
