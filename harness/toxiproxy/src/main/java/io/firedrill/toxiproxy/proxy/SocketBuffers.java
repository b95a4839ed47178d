package io.firedrill.toxiproxy.proxy;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The system's buffers of one socket. Linux lets them grow to megabytes, which a path with a round trip of milliseconds needs. Two
 * processes of one host have no such path: there, bulk is much faster when what is on the way is little enough to stay in
 * the processor's cache. So a socket that carries bulk to or from the same host gets small ones.
 */
final class SocketBuffers {
    private static final int SAME_HOST = 128 * 1024;

    private final Socket socket;
    private boolean readsBulk;
    private boolean writesBulk;

    SocketBuffers(Socket socket) {
        this.socket = socket;
    }

    /** It is read in large pieces from now on. */
    void readsBulk() throws IOException {
        if (!readsBulk) {
            readsBulk = true;
            if (sameHost()) {
                socket.setReceiveBufferSize(SAME_HOST);
            }
        }
    }

    /** It is written in large pieces from now on. */
    void writesBulk() throws IOException {
        if (!writesBulk) {
            writesBulk = true;
            if (sameHost()) {
                socket.setSendBufferSize(SAME_HOST);
            }
        }
    }

    private boolean sameHost() {
        InetSocketAddress here = socket.localAddress();
        InetSocketAddress there = socket.remoteAddress();
        // On loopback the two may differ: who connects to 127.0.0.2 comes from 127.0.0.1.
        return here != null
                && there != null
                && (there.getAddress().isLoopbackAddress() || here.getAddress().equals(there.getAddress()));
    }
}
