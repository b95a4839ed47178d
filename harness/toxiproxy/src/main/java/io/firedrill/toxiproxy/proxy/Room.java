package io.firedrill.toxiproxy.proxy;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How large the buffers of a link may grow. Few links get large ones, since a read of a megabyte costs a quarter less for each
 * byte than one of 64 KiB; many get small ones, so that all of them fit into a small process even when no peer reads.
 *
 * @param most the bytes of the largest read
 * @param reads grows from a few kilobytes to the most, as reads fill it
 * @param writes when a sink is full, and when it takes more again
 */
record Room(int most, RecvByteBufAllocator reads, WriteBufferWaterMark writes) {
    private static final int SMALLEST = 16 * 1024;
    private static final int SIZES = 7;

    private static final List<Room> BY_SIZE =
            IntStream.range(0, SIZES).mapToObj(i -> of(SMALLEST << i)).toList();

    private static Room of(int most) {
        int full = Math.min(most, 256 * 1024);
        return new Room(
                most, new AdaptiveRecvByteBufAllocator(512, 4096, most), new WriteBufferWaterMark(full / 2, full));
    }

    /**
     * The room of the next link: its share of a sixteenth of the memory, in powers of two. All shares together, whatever their
     * number, come to about a quarter of the memory and the smallest size for each.
     *
     * @param memory bytes for buffers
     * @param links those there are already
     */
    static Room among(long memory, int links) {
        long share = memory / 16 / (links + 1);
        int size = 0;
        while (size < SIZES - 1 && (long) SMALLEST << (size + 1) <= share) {
            size++;
        }
        return BY_SIZE.get(size);
    }
}
