package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An answer to a request.
 *
 * @param status the HTTP status
 * @param contentType null for an answer without one
 * @param body may be empty
 * @param location where the path without its doubled slashes is, or null
 * @param identified whether it carries a request id; the router's own answers do not
 */
record Answer(int status, @Nullable String contentType, String body, @Nullable String location, boolean identified) {

    private static final String PLAIN = "text/plain; charset=utf-8";

    static Answer json(int status, JsonNode body) {
        return new Answer(status, "application/json", Json.text(body), null, true);
    }

    static Answer text(int status, String contentType, String body) {
        return new Answer(status, contentType, body, null, true);
    }

    static Answer empty(int status) {
        return new Answer(status, null, "", null, true);
    }

    /** An error as the real server writes it: JSON and a newline that call themselves plain text. */
    static Answer refusal(Refusal refusal) {
        return new Answer(refusal.status(), PLAIN, Json.text(Json.error(refusal)) + "\n", null, true);
    }

    static Answer browserRefused() {
        return new Answer(403, PLAIN, "User agent not allowed\n", null, true);
    }

    static Answer noSuchPath() {
        return new Answer(404, PLAIN, "404 page not found\n", null, false);
    }

    static Answer movedTo(String location) {
        return new Answer(301, null, "", location, false);
    }

    static Answer noSuchMethod() {
        return new Answer(405, null, "", null, false);
    }
}
