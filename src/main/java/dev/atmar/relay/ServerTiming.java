package dev.atmar.relay;

import dev.atmar.relay.watch.CallRecord;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The relay's own entry of {@code Server-Timing} (W3C), in front of what came from the upstream. */
final class ServerTiming {
    private static final String NAME = "server-timing";

    private ServerTiming() {}

    /** Called before the head goes out; the upstream's entries, if any, are among its headers by then. */
    static void add(HttpServerResponse out, CallRecord record) {
        if (out.headWritten()) {
            return;
        }
        List<String> downstream = out.headers().getAll(NAME);
        out.headers().set(NAME, "relay.q;dur=" + millis(record.queuedNanos()));
        downstream.forEach(value -> out.headers().add(NAME, value));
    }

    /** With three decimals. */
    private static String millis(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos + 500);
        String decimals = Long.toString(1000 + micros % 1000);
        return micros / 1000 + "." + decimals.substring(1);
    }
}
