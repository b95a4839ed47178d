package io.firedrill.toxiproxy.proxy;

import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * A listening NIO socket that tells when it is really closed: Java keeps a closed channel's port until its selector has
 * selected once more, and a bind of the same port or a connect before that would find the old socket.
 */
final class NioListenChannel extends NioServerSocketChannel {

    /** Whether the port is free again; asked on the event loop, after a close. */
    boolean released() {
        return !javaChannel().isRegistered();
    }
}
