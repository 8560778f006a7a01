package dev.atmar.relay;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * One request of a {@link Crowd}.
 *
 * @param kind of it, for the count
 * @param path empty for the event bus
 * @param mark a text that only this question has, and that the whole answer repeats
 */
record Asked(String kind, String path, MultiMap headers, Buffer body, String mark) {
    boolean isHttp() {
        return !path.isEmpty();
    }

    /** How an answer ended that came whole as HTTP sees it. */
    String judge(int status, String answer) {
        if (status >= 400) {
            return "error " + status;
        }
        if (answer.contains("data: {\"error\"")) {
            return "cut";
        }
        boolean mayFail = kind.contains("post") || kind.contains("atmar");
        return mayFail || answer.contains(mark) ? "ok" : "ANOTHER'S ANSWER " + answer;
    }
}
