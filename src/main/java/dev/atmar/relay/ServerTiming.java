package dev.atmar.relay;

import dev.atmar.relay.watch.CallRecord;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The relay's own entry of {@code Server-Timing} (W3C), in front of what came from the upstream. */
final class ServerTiming {
    private static final String NAME = "server-timing";

    private ServerTiming() {}

    /** Called before the head goes out; the upstream's entries, if any, are among its headers by then. */
    static void add(HttpServerResponse out, CallRecord record) {
        if (out.headWritten()) {
            return;
        }
        List<String> downstream = new ArrayList<>(out.headers().getAll(NAME));
        out.headers().remove(NAME);
        out.headers().add(NAME, String.format(Locale.ROOT, "relay.q;dur=%.3f", record.queuedMillis()));
        downstream.forEach(value -> out.headers().add(NAME, value));
    }
}
