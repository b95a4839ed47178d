package io.firedrill.toxiproxy.proxy;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server socket straight on Netty's epoll; accepted sockets inherit its options. */
final class EpollListener implements Listener, EpollIoHandle {

    private static final System.Logger LOG = System.getLogger(EpollListener.class.getName());

    private final IoEventLoop control;
    private final Socket socket;
    private final InetSocketAddress address;
    private final Consumer<Peer> accepted;

    /** Where the system writes the client's address, which nobody asks for. */
    private final byte[] client = new byte[26];

    private @Nullable IoRegistration registration;

    private EpollListener(IoEventLoop control, Socket socket, InetSocketAddress address, Consumer<Peer> accepted) {
        this.control = control;
        this.socket = socket;
        this.address = address;
        this.accepted = accepted;
    }

    /**
     * Binds and listens.
     *
     * @param accepted gets each new connection
     */
    static Listener bind(IoEventLoop control, InetSocketAddress address, Consumer<Peer> accepted) throws Refusal {
        Socket socket = null;
        try {
            socket = Socket.newSocketStream();
            socket.setReuseAddress(true);
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.bind(address);
            socket.listen(BACKLOG);
            EpollListener listener = new EpollListener(control, socket, socket.localAddress(), accepted);
            listener.register();
            return listener;
        } catch (IOException | RuntimeException e) {
            closeQuietly(socket, e);
            throw Listener.refusal(address, e);
        }
    }

    private static void closeQuietly(@Nullable Socket socket, Exception why) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
    }

    private void register() throws IOException {
        var registered = control.register(this);
        if (!registered.isSuccess()) {
            throw new IOException("the event loop did not take it", registered.cause());
        }
        registration = registered.getNow();
        accepts(true);
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /** One connection for each time it is told: the others of the loop have their turn between two. */
    @Override
    public void handle(IoRegistration from, IoEvent event) {
        try {
            int descriptor = socket.accept(client);
            if (descriptor >= 0) {
                accepted.accept(new EpollPeer(new Socket(descriptor)));
            }
        } catch (IOException e) {
            // Mostly "too many open files": accepting on at once would spin, so breathe for a second.
            LOG.log(System.Logger.Level.WARNING, "accept on {0} failed: {1}", address, e);
            accepts(false);
            var unused = control.schedule(() -> accepts(true), 1, TimeUnit.SECONDS);
        }
    }

    private void accepts(boolean on) {
        if (registration != null && registration.isValid()) {
            registration.submit(on ? EpollIoOps.EPOLLIN : EpollIoOps.NONE);
        }
    }

    @Override
    public CompletableFuture<Void> stop() {
        close();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the socket that listens on {0} could not be closed: {1}", address, e);
        }
        if (registration != null) {
            registration.cancel();
        }
    }
}
