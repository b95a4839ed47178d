package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Finds the call for a method and a path. A path is split before it is decoded, so that a name may hold a slash. */
final class Router {

    /** Answers one kind of request. */
    interface Call {
        /**
         * The answer, now or later.
         *
         * @param names what stood in the path's places, in order
         */
        CompletableFuture<Answer> answer(List<String> names, ByteBuf body) throws Refusal;
    }

    private record Route(List<String> pattern, Map<String, Call> calls) {}

    private final List<Route> routes = new ArrayList<>();

    /** @param path with {@code *} for each name */
    Router on(Set<String> methods, String path, Call call) {
        List<String> pattern = segments(path);
        Route route = routes.stream()
                .filter(known -> known.pattern().equals(pattern))
                .findFirst()
                .orElseGet(() -> {
                    Route added = new Route(pattern, new LinkedHashMap<>());
                    routes.add(added);
                    return added;
                });
        methods.forEach(method -> route.calls().put(method, call));
        return this;
    }

    /**
     * What was found: a call with its names, or none because the path or the method is unknown.
     *
     * @param cleanPath where to look instead when the path has doubled slashes
     */
    record Match(boolean pathKnown, @Nullable Call call, List<String> names, @Nullable String cleanPath) {}

    /** @throws Refusal a name in the path is not escaped as it should be */
    Match match(String method, String uri) throws Refusal {
        int query = uri.indexOf('?');
        String whole = query < 0 ? uri : uri.substring(0, query);
        if (whole.contains("//")) {
            return new Match(false, null, List.of(), whole.replaceAll("/{2,}", "/"));
        }
        List<String> path = segments(whole);
        for (Route route : routes) {
            if (fits(route.pattern(), path)) {
                List<String> names = new ArrayList<>();
                for (int i = 0; i < path.size(); i++) {
                    if (route.pattern().get(i).equals("*")) {
                        names.add(decoded(path.get(i)));
                    }
                }
                return new Match(true, route.calls().get(method), names, null);
            }
        }
        return new Match(false, null, List.of(), null);
    }

    private static String decoded(String segment) throws Refusal {
        try {
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "invalid escape in the path at " + segment + ": want % and two hexadecimal digits");
        }
    }

    private static boolean fits(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            boolean same = pattern.get(i).equals("*")
                    ? !path.get(i).isEmpty()
                    : pattern.get(i).equals(path.get(i));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
