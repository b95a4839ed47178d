package io.firedrill.toxiproxy.proxy;

import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The system's, counted, and with failures of a test's choice. */
final class CountedSplicing implements Splicing {
    /** Bytes spliced into pipes. */
    final AtomicLong into = new AtomicLong();

    /** Bytes spliced out of pipes. */
    final AtomicLong outOf = new AtomicLong();

    final AtomicLong refusals = new AtomicLong();

    /** The ends of all pipes that were made. */
    final List<FileDescriptor> ends = new CopyOnWriteArrayList<>();

    /** What a call fails with; 0: it does not. */
    volatile int pipeFails;

    volatile int inFails;
    volatile int outFails;

    @Override
    public FileDescriptor[] pipe() throws IOException {
        fail(pipeFails);
        FileDescriptor[] pipe = Splicing.SYSTEM.pipe();
        ends.addAll(List.of(pipe));
        return pipe;
    }

    @Override
    public int splice(FileDescriptor from, FileDescriptor to, int most) throws IOException {
        boolean fills = from instanceof Socket;
        fail(fills ? inFails : outFails);
        int bytes = Splicing.SYSTEM.splice(from, to, most);
        (fills ? into : outOf).addAndGet(bytes);
        return bytes;
    }

    private void fail(int errno) throws IOException {
        if (errno != 0) {
            refusals.incrementAndGet();
            throw new Errors.NativeIoException("splice", -errno);
        }
    }

    /** Bytes that are in pipes now. */
    long held() {
        return into.get() - outOf.get();
    }
}
