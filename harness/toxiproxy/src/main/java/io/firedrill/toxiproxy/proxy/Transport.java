package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The event loops and sockets of one server: epoll where the native library is on the class path, else NIO. The first loop
 * is also the control loop: proxies, listeners and the HTTP interface are confined to it.
 */
public final class Transport implements AutoCloseable {

    private static final int LOOPS = 2;

    /** Chunks of half a megabyte: little lies idle in a small process. */
    private static final ByteBufAllocator ALLOCATOR =
            new PooledByteBufAllocator(true, 0, LOOPS, 8192, 6, 256, 64, false);

    /** What a link with large buffers may take: two reads and two outputs. */
    private static final long LARGE_LINK = 512 * 1024;

    private static final int MOST_ROOMY = 64;

    /** Few connections get large buffers, for bulk. */
    private static final RecvByteBufAllocator LARGE_READS = new AdaptiveRecvByteBufAllocator(512, 4096, 128 * 1024);

    private static final WriteBufferWaterMark LARGE_WRITES = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    /** Many get small ones, so that a thousand whose peers do not read still fit into a small heap. */
    private static final RecvByteBufAllocator SMALL_READS = new AdaptiveRecvByteBufAllocator(512, 4096, 16 * 1024);

    private static final WriteBufferWaterMark SMALL_WRITES = new WriteBufferWaterMark(8 * 1024, 16 * 1024);

    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final List<Worker> workers;
    private final AtomicInteger turn = new AtomicInteger();

    private Transport(boolean epoll) {
        this.epoll = epoll;
        IoHandlerFactory handlers = epoll ? SteadyEpoll.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(LOOPS, new DefaultThreadFactory("toxiproxy", true), handlers);
        // A quarter for the large buffers of the first links, three eighths for what toxics hold; the rest is for small
        // ones.
        long memory = PlatformDependent.maxDirectMemory() / LOOPS;
        long budget = memory * 3 / 8;
        int roomy = (int) Math.min(MOST_ROOMY, memory / 4 / LARGE_LINK);
        workers = IntStream.range(0, LOOPS)
                .mapToObj(i -> new Worker(group.next(), budget, roomy))
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

    /** The loop for the next connection, in turn. */
    Worker nextWorker() {
        return workers.get(Math.floorMod(turn.getAndIncrement(), LOOPS));
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
     *
     * @param crowded whether there are so many connections that each has to do with small buffers
     */
    void tune(Channel channel, boolean crowded) {
        channel.config().setAutoRead(false);
        channel.config().setAllocator(ALLOCATOR);
        channel.config().setRecvByteBufAllocator(crowded ? SMALL_READS : LARGE_READS);
        channel.config().setWriteBufferWaterMark(crowded ? SMALL_WRITES : LARGE_WRITES);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    }

    /** Stops the event loops and waits until they have stopped, at most ten seconds. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
