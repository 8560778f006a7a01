package dev.atmar.load.call;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * What all calls of a run have in common.
 *
 * @param headers for every request; over the event bus, of every message
 * @param body text to send as it is in place of the tasks' params, or null
 * @param timeoutMillis of each whole call; here it bounds the wait for a connection and for a reply over the bus
 * @param connections the most to one host, so the most requests in flight there
 * @param maxAnswerBytes the longest answer that is read
 */
public record CallOptions(
        String method,
        Map<String, String> headers,
        Buffer body,
        long timeoutMillis,
        int connections,
        int maxAnswerBytes) {}
