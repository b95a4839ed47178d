package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Proxies;
import io.firedrill.toxiproxy.proxy.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** The HTTP interface; runs on the control loop, where the proxies are. */
@Sharable
public final class ApiHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final System.Logger LOG = System.getLogger(ApiHandler.class.getName());

    private static final int LARGEST_BODY = 4 * 1024 * 1024;
    private static final Set<String> GET = Set.of("GET");
    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> UPDATE = Set.of("POST", "PATCH");
    private static final Set<String> DELETE = Set.of("DELETE");

    private final Router router = new Router();
    private final AtomicLong requests = new AtomicLong();
    private final String idPrefix = Long.toString(System.currentTimeMillis(), 32);

    /**
     * @param proxies what the interface shows and changes
     * @param version what {@code /version} answers
     */
    public ApiHandler(Proxies proxies, String version) {
        ProxyCalls proxy = new ProxyCalls(proxies);
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
                .on(GET, "/metrics", server::metrics)
                .on(GET, "/traffic", server::traffic)
                .on(GET, "/proxies/*/traffic", server::trafficOf);
    }

    /** Makes a new, unregistered connection one that speaks HTTP to this interface. */
    public void attach(Channel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST_BODY), this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        String line = request.method() + " " + request.uri();
        var unused = answer(request)
                .whenComplete((answer, failure) -> ctx.executor().execute(() -> {
                    write(ctx, failure == null ? answer : failed(line, failure), keepAlive);
                }));
    }

    private CompletableFuture<Answer> answer(FullHttpRequest request) {
        Router.Match match = router.match(request.method().name(), request.uri());
        Router.Call call = match.call();
        if (call == null) {
            return CompletableFuture.completedFuture(match.pathKnown() ? Answer.noSuchMethod() : Answer.noSuchPath());
        }
        String agent = request.headers().get(HttpHeaderNames.USER_AGENT, "");
        if (agent.startsWith("Mozilla/")) {
            return CompletableFuture.completedFuture(Answer.browserRefused());
        }
        try {
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
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = ctx.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
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
