package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Proxies;
import io.firedrill.toxiproxy.proxy.Proxy;
import io.firedrill.toxiproxy.proxy.Refusal;
import io.firedrill.toxiproxy.proxy.Traffic;
import io.firedrill.toxiproxy.toxic.Direction;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/** The calls about the server itself: its version, metrics in the text format of Prometheus, and the accounts of traffic. */
final class ServerCalls {
    private final Proxies proxies;
    private final String version;

    ServerCalls(Proxies proxies, String version) {
        this.version = version;
        this.proxies = proxies;
    }

    CompletableFuture<Answer> version(List<String> names, ByteBuf body) {
        return CompletableFuture.completedFuture(
                Answer.text(200, "application/json;charset=utf-8", "{\"version\": \"" + version + "\"}\n"));
    }

    CompletableFuture<Answer> metrics(List<String> names, ByteBuf body) {
        StringBuilder text = new StringBuilder();
        counter(text, "received", Traffic::received);
        counter(text, "sent", Traffic::sent);
        return CompletableFuture.completedFuture(
                Answer.text(200, "text/plain; version=0.0.4; charset=utf-8; escaping=underscores", text.toString()));
    }

    private interface Count {
        long of(Traffic traffic, Direction direction);
    }

    private void counter(StringBuilder text, String what, Count count) {
        String metric = "toxiproxy_proxy_" + what + "_bytes_total";
        text.append("# HELP ")
                .append(metric)
                .append(" \n# TYPE ")
                .append(metric)
                .append(" counter\n");
        for (Proxy proxy : proxies.all()) {
            for (Direction direction : List.of(Direction.DOWNSTREAM, Direction.UPSTREAM)) {
                text.append(metric)
                        .append("{direction=\"")
                        .append(direction.label())
                        .append("\",listener=\"")
                        .append(escape(proxy.listen()))
                        .append("\",proxy=\"")
                        .append(escape(proxy.name()))
                        .append("\",upstream=\"")
                        .append(escape(proxy.upstream()))
                        .append("\"} ")
                        .append(count.of(proxy.traffic(), direction))
                        .append('\n');
            }
        }
    }

    private static String escape(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** An addition to the real interface: what went through each proxy. */
    CompletableFuture<Answer> traffic(List<String> names, ByteBuf body) {
        ObjectNode all = Json.object();
        proxies.all().forEach(proxy -> all.set(proxy.name(), account(proxy.traffic())));
        return CompletableFuture.completedFuture(Answer.json(200, all));
    }

    /** An addition to the real interface: what went through one proxy. */
    CompletableFuture<Answer> trafficOf(List<String> names, ByteBuf body) throws Refusal {
        Traffic traffic = proxies.get(names.get(0)).traffic();
        return CompletableFuture.completedFuture(Answer.json(200, account(traffic)));
    }

    private static ObjectNode account(Traffic traffic) {
        ObjectNode node = Json.object();
        node.putObject("connections")
                .put("total", traffic.connections())
                .put("live", traffic.live())
                .put("dial_failed", traffic.dialFailures())
                .put("cut", traffic.cuts());
        for (Direction direction : Direction.values()) {
            node.putObject(direction.label())
                    .put("received_bytes", traffic.received(direction))
                    .put("sent_bytes", traffic.sent(direction))
                    .put("dropped_bytes", traffic.dropped(direction));
        }
        ObjectNode toxics = node.putObject("toxics");
        traffic.toxics().forEach((name, account) -> toxics.putObject(name)
                .put("cut", account.cuts())
                .put("pieces", account.pieces())
                .put("held_back_bytes", account.heldBack()));
        return node;
    }
}
