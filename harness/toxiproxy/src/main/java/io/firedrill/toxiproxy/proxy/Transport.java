package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.PlatformDependent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The event loops and sockets of one server: epoll where the native library is on the class path, else NIO. The first loop
 * is also the control loop: proxies, listeners and the HTTP interface are confined to it.
 */
public final class Transport implements AutoCloseable {

    private static final int LOOPS = 2;

    /** Chunks of two megabytes: the largest read fits, and little lies idle in a small process. */
    private static final ByteBufAllocator ALLOCATOR =
            new PooledByteBufAllocator(true, 0, LOOPS, 8192, 8, 256, 64, false);

    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final List<Worker> workers;

    private Transport(boolean epoll) {
        this.epoll = epoll;
        IoHandlerFactory handlers = epoll ? SteadyEpoll.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(LOOPS, new DefaultThreadFactory("toxiproxy", true), handlers);
        long memory = PlatformDependent.maxDirectMemory() / LOOPS;
        workers = IntStream.range(0, LOOPS)
                .mapToObj(i -> new Worker(group.next(), memory))
                .toList();
    }

    /** Starts the event loops; their threads are daemons. */
    public static Transport open() {
        return new Transport(Epoll.isAvailable());
    }

    /** The loop that proxies, listeners and the HTTP interface are confined to. */
    public EventLoop control() {
        return workers.get(0).loop();
    }

    /** The loop for the next connection: one with the fewest, the control loop rather than another. */
    Worker nextWorker() {
        Worker least = workers.get(0);
        for (Worker worker : workers) {
            if (worker.assigned() < least.assigned()) {
                least = worker;
            }
        }
        return least;
    }

    /** A server socket that is not registered yet. */
    public ServerChannel serverChannel() {
        ServerChannel channel = epoll ? new EpollServerSocketChannel() : new NioListenChannel();
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.config().setOption(ChannelOption.SO_BACKLOG, 1024);
        channel.config().setAllocator(ALLOCATOR);
        return channel;
    }

    /** A socket to dial with, not registered yet. */
    SocketChannel socketChannel() {
        return epoll ? new EpollSocketChannel() : new NioSocketChannel();
    }

    /**
     * Sets a socket up for relaying: half-close, no delay, no reading before it is asked for, bounded output.
     */
    void tune(Channel channel, Room room) {
        channel.config().setAutoRead(false);
        channel.config().setAllocator(ALLOCATOR);
        channel.config().setRecvByteBufAllocator(room.reads());
        channel.config().setWriteBufferWaterMark(room.writes());
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (!epoll) {
            // Netty's epoll sockets have it from the start.
            channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        }
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Stops the event loops and waits until they have stopped, at most ten seconds. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
