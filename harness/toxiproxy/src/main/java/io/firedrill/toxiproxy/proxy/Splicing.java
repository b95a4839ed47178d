package io.firedrill.toxiproxy.proxy;

import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/** What pipes need of the system. */
interface Splicing {

    /** That of Linux. */
    Splicing SYSTEM = new Splicing() {
        private static final int NO_OFFSET = -1;

        @Override
        public FileDescriptor[] pipe() throws IOException {
            return FileDescriptor.pipe();
        }

        @Override
        public int splice(FileDescriptor from, FileDescriptor to, int most) throws IOException {
            return Native.splice(from.intValue(), NO_OFFSET, to.intValue(), NO_OFFSET, most);
        }
    };

    /** A new pipe: the end that is read, and the one that is written. */
    FileDescriptor[] pipe() throws IOException;

    /**
     * Moves bytes between a socket and a pipe, as many as there are and fit, without waiting.
     *
     * @return how many; 0 when there are none, or none fit, or at the end of the stream
     * @throws io.netty.channel.unix.Errors.NativeIoException what the system said, such as EINVAL where it can't splice these
     */
    int splice(FileDescriptor from, FileDescriptor to, int most) throws IOException;
}
