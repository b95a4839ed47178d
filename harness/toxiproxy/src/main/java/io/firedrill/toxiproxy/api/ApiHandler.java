package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Proxies;
import io.firedrill.toxiproxy.proxy.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The HTTP interface; runs on the control loop, where the proxies are. */
public final class ApiHandler {

    private static final System.Logger LOG = System.getLogger(ApiHandler.class.getName());

    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final Set<String> ANY = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Set<String> GET = Set.of("GET");
    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> UPDATE = Set.of("POST", "PATCH");
    private static final Set<String> DELETE = Set.of("DELETE");

    private final Router router = new Router();
    private final ProxyCalls proxy;
    private final AtomicLong requests = new AtomicLong();
    private final String idPrefix = Long.toString(System.currentTimeMillis(), 32);

    /**
     * @param proxies what the interface shows and changes
     * @param version what {@code /version} answers
     */
    public ApiHandler(Proxies proxies, String version) {
        proxy = new ProxyCalls(proxies);
        ToxicCalls toxic = new ToxicCalls(proxies);
        ServerCalls server = new ServerCalls(proxies, version);
        router.on(POST, "/reset", proxy::reset)
                .on(GET, "/proxies", proxy::list)
                .on(POST, "/proxies", proxy::create)
                .on(POST, "/populate", proxy::populate)
                .on(GET, "/proxies/*", proxy::show)
                .on(UPDATE, "/proxies/*", proxy::update)
                .on(DELETE, "/proxies/*", proxy::delete)
                .on(GET, "/proxies/*/toxics", toxic::list)
                .on(POST, "/proxies/*/toxics", toxic::create)
                .on(GET, "/proxies/*/toxics/*", toxic::show)
                .on(UPDATE, "/proxies/*/toxics/*", toxic::update)
                .on(DELETE, "/proxies/*/toxics/*", toxic::delete)
                .on(GET, "/version", server::version)
                .on(ANY, "/metrics", server::metrics)
                .on(GET, "/traffic", server::traffic)
                .on(GET, "/proxies/*/traffic", server::trafficOf);
    }

    /**
     * Makes the proxies of a JSON array, as {@code POST /populate} does; called on the control loop. Fails with the {@link Refusal} of
     * the first that can't be made.
     */
    public CompletableFuture<Void> populate(String json) {
        return proxy.populate(Unpooled.copiedBuffer(json, StandardCharsets.UTF_8))
                .thenCompose(made -> made.refusal() == null
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(made.refusal()));
    }

    /** Makes a new, unregistered connection one that speaks HTTP to this interface. */
    public void attach(Channel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST_BODY), new Conversation());
    }

    /** One connection: a request is looked at when the one before it was answered, since requests may be pipelined. */
    private final class Conversation extends ChannelInboundHandlerAdapter {
        private final ArrayDeque<FullHttpRequest> waiting = new ArrayDeque<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            waiting.add((FullHttpRequest) message);
            if (waiting.size() == 1) {
                serve(ctx, (FullHttpRequest) message);
            } else {
                ctx.channel().config().setAutoRead(false);
            }
        }

        private void serve(ChannelHandlerContext ctx, FullHttpRequest request) {
            var unused = answer(request)
                    .whenComplete((answer, failure) -> ctx.executor().execute(() -> {
                        write(
                                ctx,
                                failure == null ? answer : failed(request.method() + " " + request.uri(), failure),
                                HttpUtil.isKeepAlive(request));
                        next(ctx);
                    }));
        }

        private void next(ChannelHandlerContext ctx) {
            release(waiting.poll());
            FullHttpRequest following = waiting.peek();
            if (following != null) {
                serve(ctx, following);
            } else {
                ctx.channel().config().setAutoRead(true);
            }
        }

        private void release(@Nullable FullHttpRequest request) {
            if (request != null) {
                request.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            // The first is being served; it is released when that is done.
            while (waiting.size() > 1) {
                release(waiting.pollLast());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!(cause instanceof IOException)) {
                LOG.log(System.Logger.Level.WARNING, "a client of the HTTP interface was cut", cause);
            }
            var unused = ctx.close();
        }
    }

    /** Never throws: whoever asked waits for an answer, and so does what they asked next. */
    private CompletableFuture<Answer> answer(FullHttpRequest request) {
        try {
            Router.Match match = router.match(request.method().name(), request.uri());
            Router.Call call = match.call();
            if (call == null) {
                return CompletableFuture.completedFuture(
                        match.cleanPath() != null
                                ? Answer.movedTo(match.cleanPath())
                                : match.pathKnown() ? Answer.noSuchMethod() : Answer.noSuchPath());
            }
            String agent = request.headers().get(HttpHeaderNames.USER_AGENT, "");
            if (agent.startsWith("Mozilla/")) {
                return CompletableFuture.completedFuture(Answer.browserRefused());
            }
            return call.answer(match.names(), request.content());
        } catch (Refusal | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Answer failed(String line, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return Answer.refusal(refusal);
        }
        LOG.log(System.Logger.Level.ERROR, line + " failed by a fault of this server", cause);
        return Answer.refusal(new Refusal(500, "fault of the server: " + cause));
    }

    private void write(ChannelHandlerContext ctx, Answer answer, boolean keepAlive) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(body));
        String contentType = answer.contentType();
        if (contentType != null) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        if (answer.status() >= 400 && contentType != null && contentType.startsWith("text/plain")) {
            response.headers().set("X-Content-Type-Options", "nosniff");
        }
        if (answer.identified()) {
            response.headers().set("X-Toxiproxy-Request-Id", idPrefix + "-" + requests.incrementAndGet());
        }
        if (answer.status() != 204) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        String location = answer.location();
        if (location != null) {
            response.headers().set(HttpHeaderNames.LOCATION, location);
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = ctx.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
