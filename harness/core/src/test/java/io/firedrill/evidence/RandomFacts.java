package io.firedrill.evidence;

import java.util.Random;

/** Writes one seeded random sequence of facts, ordinary and extreme ones. */
final class RandomFacts {
    private RandomFacts() {}

    static void write(FactSink sink, long seed, int count) {
        write(sink, seed, count, 0);
    }

    /** @param ahead by how much every time is later */
    static void write(FactSink sink, long seed, int count, long ahead) {
        Random random = new Random(seed);
        long now = 1_000_000_000L + ahead;
        for (int i = 0; i < count; i++) {
            now += random.nextInt(1_000_000);
            long wild = random.nextInt(50) == 0 ? random.nextLong() : random.nextInt(1000);
            int odd = random.nextInt(50) == 0 ? random.nextInt() : random.nextInt(6);
            int p = random.nextInt(4);
            switch (random.nextInt(27)) {
                case 0 -> sink.sent(odd, p, 1, wild, random.nextInt(100) * 7919L, 1, 512, now - 100, now);
                case 1 -> sink.acked(0, p, odd, wild, 1, p, i, now);
                case 2 -> sink.failed(0, p, 1, i, now, "RecordTooLargeException" + random.nextInt(3));
                case 3 -> sink.unknown(0, p, 1, i, now, "x".repeat(random.nextInt(160)));
                case 4 -> sink.delivered(0, p, 1, odd, wild, odd, p, 1, wild, now, random.nextBoolean());
                case 5 -> sink.deliveredForeign(0, p, 1, p, i, now);
                case 6 -> sink.committed(0, 1, p, wild, now);
                case 7 -> sink.assigned(0, 1, 1, p, wild, now);
                case 8 -> sink.revoked(0, 1, 1, p, wild, now);
                case 9 ->
                    sink.scanned(
                            1, odd, i, odd, odd, odd, wild, random.nextLong(), wild, odd, random.nextInt(), i % 2 == 0);
                case 10 -> sink.scannedForeign(1, p, wild, wild, 7);
                case 11 -> sink.scanComplete(1, p, 0, i, now);
                case 12 -> sink.canary(p, i % 2 == 0, now - 5, now);
                case 13 -> sink.resent(0, p, odd, wild, now);
                case 14 -> sink.sought(0, 1, 1, p, wild, now);
                case 15 -> sink.processed(0, odd, 1, p, wild, now);
                case 16 -> sink.topicId(odd, random.nextLong(), random.nextLong(), now);
                case 17 -> sink.transactionBegun(0, p, 1, wild, now);
                case 18 -> sink.transactionEnding(odd, p, 1, wild, random.nextInt(100), random.nextBoolean(), now);
                case 19 -> sink.transactionEnded(0, p, odd, wild, random.nextBoolean(), now);
                case 20 -> sink.rowWritten(odd, 0, p, 1, wild, now);
                case 21 -> sink.rowCopied(0, odd, p, 1, wild, now);
                case 22 -> sink.rowRefused(0, 0, p, odd, wild, now);
                case 23 -> sink.storePromoted(odd, now);
                case 24 -> sink.rowScanned(0, odd, p, odd, wild);
                case 25 -> sink.storeScanned(p, i, now);
                default -> sink.stalled(wild + ahead, 1_000_000);
            }
        }
    }
}
