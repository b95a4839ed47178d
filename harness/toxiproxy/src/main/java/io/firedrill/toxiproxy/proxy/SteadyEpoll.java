package io.firedrill.toxiproxy.proxy;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Netty's epoll handler with a {@link Watch}, except that a channel's socket stays in the epoll set while it lives.
 *
 * <p>Netty 4.2.14 to 4.2.20 take a socket out of the set when no event of it is wanted, which is so after its peer has
 * half-closed, and then fail with ENOENT when an event is wanted again: a large answer to a half-closed client would be cut
 * off at the first full send buffer. So instead of no event this asks for the edge-triggered flag alone, which tells of a
 * hang-up once and of nothing else.
 */
final class SteadyEpoll implements IoHandler {
    private final IoHandler epoll;
    private final Watch watch;

    private SteadyEpoll(IoHandler epoll, Watch watch) {
        this.epoll = epoll;
        this.watch = watch;
    }

    static IoHandlerFactory newFactory() {
        return executor -> {
            Watch watch = new Watch(System::nanoTime);
            return new SteadyEpoll(EpollIoHandler.newFactory(0, () -> watch).newHandler(executor), watch);
        };
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        long headStart = watch.headStart(context.delayNanos(System.nanoTime()));
        int handled = epoll.run(new Early(context, headStart));
        if (handled > 0) {
            watch.saw();
        }
        return handled;
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        boolean peer = handle instanceof EpollPeer;
        Steady registered = new Steady(epoll.register(handle), peer);
        watch.peers(peer ? 1 : 0);
        return registered;
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    /** Timers are said to be due a little before they are: the loop shall be awake by then, see {@link Watch}. */
    private record Early(IoHandlerContext context, long headStart) implements IoHandlerContext {
        @Override
        public boolean canBlock() {
            return context.canBlock();
        }

        @Override
        public long delayNanos(long now) {
            return Math.max(0, context.delayNanos(now) - headStart);
        }

        @Override
        public long deadlineNanos() {
            long deadline = context.deadlineNanos();
            return deadline == -1 ? deadline : deadline - headStart;
        }
    }

    private final class Steady implements IoRegistration {
        private final IoRegistration registration;
        private final boolean peer;
        private boolean added;

        Steady(IoRegistration registration, boolean peer) {
            this.registration = registration;
            this.peer = peer;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // It is the interface's signature.
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            if (added && EpollIoOps.NONE.equals(ops)) {
                registration.submit(EpollIoOps.EPOLLET);
                return 0;
            }
            added |= !EpollIoOps.NONE.equals(ops);
            return registration.submit(ops);
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            boolean cancelled = registration.cancel();
            watch.peers(peer && cancelled ? -1 : 0);
            return cancelled;
        }
    }
}
