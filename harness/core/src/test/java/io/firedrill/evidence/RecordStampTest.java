package io.firedrill.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordStampTest {

    private static final RecordStamp.HeaderAccess<Map.Entry<String, byte[]>> ACCESS =
            new RecordStamp.HeaderAccess<>(Map.Entry::getKey, Map.Entry::getValue);

    private final byte[] key = "k000123".getBytes(StandardCharsets.US_ASCII);
    private final byte[] id = RecordStamp.idHeader(1, 2, 3, 456);
    private final List<Map.Entry<String, byte[]>> headers =
            new ArrayList<>(List.of(Map.entry(RecordStamp.ID_HEADER, id)));

    private byte[] stamped(int size) {
        byte[] value = new byte[size];
        RecordStamp.write(value, key, id, 1, 2, 3, 456, RecordStamp.keyHash(key), 1, 987_654_321_000L);
        return value;
    }

    private RecordStamp read(byte[] value) {
        return RecordStamp.read(key, headers, ACCESS, value);
    }

    @ParameterizedTest
    @ValueSource(ints = {RecordStamp.BYTES, RecordStamp.BYTES + 1, 51, 512, 513, 65_536})
    void whatWasWrittenIsRead(int size) {
        assertThat(read(stamped(size)))
                .isEqualTo(new RecordStamp(1, 2, 3, 456, RecordStamp.keyHash(key), 1, 987_654_321_000L, true));
    }

    @Test
    void theGreatestIndexesFit() {
        byte[] value = new byte[100];
        RecordStamp.write(
                value, key, id, 65_535, 65_535, Integer.MAX_VALUE, Long.MAX_VALUE, -1, 65_535, Long.MAX_VALUE);

        assertThat(read(value))
                .isEqualTo(new RecordStamp(
                        65_535, 65_535, Integer.MAX_VALUE, Long.MAX_VALUE, -1, 65_535, Long.MAX_VALUE, true));
    }

    @Test
    void anIndexThatDoesNotFitIsRefusedRatherThanWrittenAsAnother() {
        assertThatThrownBy(() -> RecordStamp.write(new byte[100], key, id, 65_536, 0, 1, 0, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @Test
    void aValueTooShortForTheStampIsRefused() {
        assertThatThrownBy(() -> stamped(RecordStamp.BYTES - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("44");
    }

    @Test
    void oneChangedBitAnywhereIsNoticed() {
        byte[] value = stamped(200);
        for (int at = 0; at < value.length; at++) {
            value[at] ^= 0x10;
            RecordStamp stamp = read(value);
            assertThat(stamp == null || !stamp.intact()).as("bit in byte " + at).isTrue();
            value[at] ^= 0x10;
        }
        assertThat(read(value).intact()).isTrue();
    }

    @Test
    void anotherKeyOrHeaderIsNoticed() {
        byte[] value = stamped(100);
        byte[] otherKey = "k000124".getBytes(StandardCharsets.US_ASCII);

        assertThat(RecordStamp.read(otherKey, headers, ACCESS, value).intact()).isFalse();
        assertThat(RecordStamp.read(null, headers, ACCESS, value).intact()).isFalse();
        assertThat(RecordStamp.read(key, List.of(), ACCESS, value).intact()).isFalse();
        headers.add(Map.entry("added", new byte[] {1}));
        assertThat(read(value).intact()).isFalse();
    }

    @Test
    void aHeaderOfTheReplicatorsOwnChangesNothing() {
        byte[] value = stamped(100);
        int digest = RecordStamp.digest(key, headers, ACCESS, value);
        headers.add(Map.entry("__replicated", new byte[] {1}));

        assertThat(read(value).intact()).isTrue();
        assertThat(RecordStamp.digest(key, headers, ACCESS, value)).isEqualTo(digest);
    }

    @Test
    void whatIsNotOursIsNotRead() {
        assertThat(read(null)).isNull();
        assertThat(read(new byte[0])).isNull();
        assertThat(read(new byte[512])).isNull();
        assertThat(read("{\"order\": 17, \"customer\": \"somebody who is not us at all\"}"
                        .getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    @Test
    void theHeaderSaysTheIdentityInPlainText() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            RecordId record = new RecordId(
                    random.nextInt(10),
                    random.nextInt(1000),
                    1 + random.nextInt(20),
                    random.nextLong() >>> (1 + random.nextInt(63)));
            byte[] text = RecordStamp.idHeader(record.worker(), record.producer(), record.session(), record.sequence());
            assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo(record.toString());
        }
    }

    @Test
    void thePayloadBelongsToTheIdentityAlone() {
        byte[] one = stamped(300);
        byte[] again = new byte[300];
        RecordStamp.fillPayload(again, 1, 2, 3, 456);
        byte[] other = new byte[300];
        RecordStamp.fillPayload(other, 1, 2, 3, 457);

        assertThat(payload(again)).isEqualTo(payload(one));
        assertThat(payload(other)).isNotEqualTo(payload(one));
    }

    @Test
    void copiesShareADigestAndOtherRecordsDoNot() {
        byte[] value = stamped(100);

        assertThat(RecordStamp.digest(key, headers, ACCESS, value.clone()))
                .isEqualTo(RecordStamp.digest(key, headers, ACCESS, value));
        byte[] other = value.clone();
        other[60]++;
        assertThat(RecordStamp.digest(key, headers, ACCESS, other))
                .isNotEqualTo(RecordStamp.digest(key, headers, ACCESS, value));
    }

    @Test
    void sizeCountsKeyValueAndHeaders() {
        headers.add(Map.entry("größe", new byte[3]));

        assertThat(RecordStamp.serializedBytes(key, headers, ACCESS, new byte[100]))
                .isEqualTo(7 + 100 + 12 + id.length + 7 + 3);
        assertThat(RecordStamp.serializedBytes(null, List.<Map.Entry<String, byte[]>>of(), ACCESS, null))
                .isZero();
    }

    @Test
    void keyHashesAreThoseOfFnv() {
        assertThat(RecordStamp.keyHash("a".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xaf63dc4c8601ec8cL);
        assertThat(RecordStamp.keyHash("foobar".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0x85944171f73967e8L);
        assertThat(RecordStamp.keyHash(null)).isZero();
    }

    private static byte[] payload(byte[] value) {
        return java.util.Arrays.copyOfRange(value, RecordStamp.BYTES, value.length);
    }
}
