package dev.atmar.load.call;

import dev.atmar.http.OneLine;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.util.Locale;

/** What makes an answer a success; a status of 400 or more never does. */
public enum Expect {
    /** The body is one JSON value; it becomes the result. */
    JSON,
    /** The status alone; the body is read and dropped. */
    STATUS;

    /** As a plan writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the body of an answer with this status has to be read into memory. */
    boolean wantsBody(int status) {
        return this == JSON || status >= 400;
    }

    Outcome judge(int status, Buffer body) {
        if (status >= 400) {
            return Outcome.failed(new CallError(ErrorType.STATUS, status, UpstreamMessage.of(body)));
        }
        return this == STATUS ? Outcome.succeeded(status, null) : json(status, body);
    }

    private static Outcome json(int status, Buffer body) {
        try {
            Json.decodeValue(body);
            return Outcome.succeeded(status, body);
        } catch (DecodeException e) {
            String found = OneLine.of(body.toString());
            return Outcome.failed(
                    found.isEmpty()
                            ? CallError.of(ErrorType.EMPTY, "status " + status + ", an empty body")
                            : CallError.of(ErrorType.NOT_JSON, "status " + status + ", not JSON: " + found));
        }
    }
}
