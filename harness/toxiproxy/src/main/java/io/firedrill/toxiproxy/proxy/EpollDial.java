package io.firedrill.toxiproxy.proxy;

import io.netty.channel.ChannelException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connect that the system has not answered yet. */
final class EpollDial implements Transport.Dial, EpollIoHandle {

    private static final System.Logger LOG = System.getLogger(EpollDial.class.getName());

    /** What Netty's channels give a connect. */
    private static final int LONGEST_SECONDS = 30;

    private final Socket socket;
    private final Consumer<@Nullable Peer> done;
    private @Nullable IoRegistration registration;
    private @Nullable Future<?> timeout;
    private boolean ended;

    private EpollDial(Socket socket, Consumer<@Nullable Peer> done) {
        this.socket = socket;
        this.done = done;
    }

    static Transport.Dial start(Worker worker, InetSocketAddress address, Consumer<@Nullable Peer> done) {
        Socket socket;
        try {
            socket = Socket.newSocketStream();
        } catch (ChannelException e) {
            LOG.log(System.Logger.Level.WARNING, "no socket for a connection to an upstream: {0}", e.toString());
            done.accept(null);
            return () -> {};
        }
        EpollDial dial = new EpollDial(socket, done);
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            boolean connected = socket.connect(address);
            if (!connected) {
                // On the same host the answer has come before the first call returned, which doesn't say so; this one
                // does.
                connected = socket.connect(address);
            }
            if (connected) {
                dial.finish(new EpollPeer(socket));
            } else {
                dial.await(worker);
            }
        } catch (IOException | RuntimeException e) {
            // Refused, no route, or an address family that this host has not.
            dial.abandon();
            dial.finish(null);
        }
        return dial;
    }

    private void await(Worker worker) throws IOException {
        var registered = worker.loop().register(this);
        if (!registered.isSuccess()) {
            throw new IOException("the event loop did not take the socket", registered.cause());
        }
        registration = registered.getNow();
        registration.submit(EpollIoOps.EPOLLOUT);
        timeout = worker.loop()
                .schedule(
                        () -> {
                            abandon();
                            finish(null);
                        },
                        LONGEST_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        if (ended) {
            return;
        }
        try {
            if (socket.finishConnect()) {
                leave();
                finish(new EpollPeer(socket));
            }
        } catch (IOException e) {
            abandon();
            finish(null);
        }
    }

    private void finish(@Nullable Peer connected) {
        if (ended) {
            return;
        }
        ended = true;
        if (timeout != null) {
            timeout.cancel(false);
        }
        done.accept(connected);
    }

    @Override
    public void cancel() {
        if (!ended) {
            ended = true;
            if (timeout != null) {
                timeout.cancel(false);
            }
            abandon();
        }
    }

    private void abandon() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a socket could not be closed: {0}", e.toString());
        }
        leave();
    }

    /** The socket is registered again by whom it is handed to. */
    private void leave() {
        if (registration != null) {
            registration.cancel();
        }
    }

    @Override
    public void close() {
        cancel();
    }
}
