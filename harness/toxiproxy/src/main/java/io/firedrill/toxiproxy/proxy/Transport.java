package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.PlatformDependent;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The event loops and sockets of one server: epoll where the native library is on the class path, else NIO. The first loop
 * is also the control loop: proxies, listeners and the HTTP interface are confined to it.
 */
public final class Transport implements AutoCloseable {

    private static final int LOOPS = 2;

    /** Chunks of two megabytes: the largest read fits, and little lies idle in a small process. */
    static final PooledByteBufAllocator ALLOCATOR = new PooledByteBufAllocator(true, 0, LOOPS, 8192, 8, 256, 64, false);

    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final List<Worker> workers;

    private Transport(boolean epoll, Splicing splicing) {
        this.epoll = epoll;
        IoHandlerFactory handlers = epoll ? SteadyEpoll.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(LOOPS, new DefaultThreadFactory("toxiproxy", true), handlers);
        long memory = PlatformDependent.maxDirectMemory();
        AtomicLong held = new AtomicLong();
        workers = IntStream.range(0, LOOPS)
                .mapToObj(i -> new Worker(group.next(), ALLOCATOR, splicing, memory / LOOPS, held, memory * 3 / 8))
                .toList();
    }

    /** Starts the event loops; their threads are daemons. */
    public static Transport open() {
        return splicing(Splicing.SYSTEM);
    }

    /** The same with pipes of another making: for the tests of what goes through them, and of systems that refuse them. */
    static Transport splicing(Splicing splicing) {
        return new Transport(Epoll.isAvailable(), splicing);
    }

    /** The same over NIO, whatever the system has: for the tests of what it does where there is no epoll. */
    public static Transport portable() {
        return new Transport(false, Splicing.SYSTEM);
    }

    /** The loop that proxies, listeners and the HTTP interface are confined to. */
    public IoEventLoop control() {
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
        channel.config().setOption(ChannelOption.SO_BACKLOG, Listener.BACKLOG);
        channel.config().setAllocator(ALLOCATOR);
        return channel;
    }

    /**
     * Listens for connections to relay.
     *
     * @param accepted gets each new connection, on the control loop, not open yet
     */
    Listener listen(InetSocketAddress address, Consumer<Peer> accepted) throws Refusal {
        return epoll
                ? EpollListener.bind(control(), address, accepted)
                : ChannelListener.bind(this, address, channel -> accepted.accept(new ChannelPeer(channel)));
    }

    /**
     * Connects to an address, on the worker's loop.
     *
     * @param done gets the connection, not open yet, or null when it could not be made; perhaps before this returns, and not after
     *     a cancellation
     */
    Dial dial(Worker worker, InetSocketAddress address, Consumer<@Nullable Peer> done) {
        return epoll ? EpollDial.start(worker, address, done) : ChannelDial.start(worker, address, done);
    }

    /** An attempt to connect. */
    interface Dial {
        /** Gives it up. */
        void cancel();
    }

    /** Stops the event loops and waits until they have stopped, at most ten seconds. */
    @Override
    public void close() {
        for (Worker worker : workers) {
            worker.loop().execute(worker::close);
        }
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
