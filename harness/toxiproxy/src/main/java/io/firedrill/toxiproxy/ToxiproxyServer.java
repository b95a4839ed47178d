package io.firedrill.toxiproxy;

import io.firedrill.toxiproxy.api.ApiHandler;
import io.firedrill.toxiproxy.proxy.ChannelListener;
import io.firedrill.toxiproxy.proxy.Proxies;
import io.firedrill.toxiproxy.proxy.Refusal;
import io.firedrill.toxiproxy.proxy.Transport;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Toxiproxy server inside this JVM: the HTTP interface of Toxiproxy 2.12 and the proxies it makes. Any client of Toxiproxy
 * can drive it.
 *
 * <pre>{@code
 * try (ToxiproxyServer server = new ToxiproxyServer()) {
 *     int port = server.start("127.0.0.1", 0);
 *     ToxiproxyClient client = new ToxiproxyClient("127.0.0.1", port);
 *     ...
 * }
 * }</pre>
 *
 * <p>It runs on two daemon threads. {@link #start} and {@link #close} may be called from any thread, each once.
 */
public final class ToxiproxyServer implements AutoCloseable {
    /** The version of the real server whose interface this is. */
    public static final String VERSION = "2.12.0";

    private final long seed;
    private final Supplier<Transport> transports;
    private @Nullable Transport transport;
    private @Nullable Proxies model;

    /** A server whose random draws differ from run to run. */
    public ToxiproxyServer() {
        this(System.nanoTime() ^ System.currentTimeMillis());
    }

    /** A server whose random draws (toxicity, jitter, sizes of slices) repeat with the seed and the order of connections. */
    public ToxiproxyServer(long seed) {
        this(seed, Transport::open);
    }

    ToxiproxyServer(long seed, Supplier<Transport> transports) {
        this.seed = seed;
        this.transports = transports;
    }

    /**
     * Starts the HTTP interface; it answers on return.
     *
     * @param host a name or address of this host; empty is every address
     * @param port 0 for any free port
     * @return the port it listens on
     * @throws IOException with one sentence when the address can't be bound or the host is unknown
     * @throws IllegalStateException when it was started before
     */
    public int start(String host, int port) throws IOException {
        return start(host, port, "[]");
    }

    /**
     * The same with proxies, which are there when the interface answers.
     *
     * @param proxies a JSON array, as {@code POST /populate} takes it
     * @throws IOException when one of them can't be made, too; nothing of the server runs then
     */
    public synchronized int start(String host, int port, String proxies) throws IOException {
        if (transport != null) {
            throw new IllegalStateException("this server was started before");
        }
        InetSocketAddress address =
                host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(InetAddress.getByName(host), port);
        Transport opened = transports.get();
        Proxies made = new Proxies(opened, seed);
        ApiHandler api = new ApiHandler(made, VERSION);
        transport = opened;
        model = made;
        try {
            await(onControl(opened, () -> api.populate(proxies)));
            return onControl(opened, () -> listen(opened, api, address));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static int listen(Transport transport, ApiHandler api, InetSocketAddress address) throws Refusal {
        return ChannelListener.bind(transport, address, client -> serve(transport, api, client))
                .address()
                .getPort();
    }

    private static void serve(Transport transport, ApiHandler api, Channel client) {
        api.attach(client);
        transport.control().register(client).addListener(registered -> {
            if (!registered.isSuccess()) {
                client.unsafe().closeForcibly();
            }
        });
    }

    private static <T> T onControl(Transport transport, Callable<T> task) throws IOException {
        return await(transport.control().submit(task));
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the Toxiproxy server started", e);
        } catch (ExecutionException e) {
            throw new IOException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e.getCause());
        }
    }

    /** Closes every connection and listener, and ends the threads; nothing of it runs on return. */
    @Override
    public synchronized void close() {
        Transport opened = transport;
        Proxies made = model;
        if (opened != null && made != null) {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            opened.control().execute(() -> made.shutDown(closed));
            closed.join();
            opened.close();
            model = null;
        }
    }
}
