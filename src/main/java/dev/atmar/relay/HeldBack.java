package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.DirectMemory;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calls of one loop that are held back by their callers. What those have not taken lies in direct memory; where that
 * runs short, each that comes takes the place of the one who has read nothing for longest, whose connection is closed.
 */
final class HeldBack {
    private static final ApiException CUT_OFF =
            ApiException.of(499, "caller_too_slow", "memory was short, and the caller had not read for longest");

    private final Map<Exchange, HttpServerRequest> longestFirst = new LinkedHashMap<>();

    void add(Exchange exchange, HttpServerRequest caller) {
        longestFirst.putIfAbsent(exchange, caller);
        if (longestFirst.size() > 1 && DirectMemory.isShort(caller)) {
            cutLongest();
        }
    }

    void remove(Exchange exchange) {
        longestFirst.remove(exchange);
    }

    private void cutLongest() {
        Iterator<Map.Entry<Exchange, HttpServerRequest>> calls =
                longestFirst.entrySet().iterator();
        Map.Entry<Exchange, HttpServerRequest> longest = calls.next();
        calls.remove();
        longest.getKey().fail(CUT_OFF);
        ConnectionBase connection = (ConnectionBase) longest.getValue().connection();
        connection.channelHandlerContext().close();
    }
}
