package dev.atmar.relay.watch;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, {@code key=value} in an order that stays, to the logger {@code atmar.access}. No key, no
 * body and no URL is in it. Written on event loops: what stands behind the logger must not block.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("atmar.access");
    private static final long NANOS_PER_TENTH = TimeUnit.MICROSECONDS.toNanos(100);

    private AccessLog() {}

    static void write(Ended ended) {
        if (LOG.isInfoEnabled()) {
            LOG.info(line(ended));
        }
    }

    static String line(Ended ended) {
        CallRecord call = ended.call();
        return "id=" + call.id()
                + " route=" + call.route()
                + " caller=" + value(call.caller())
                + " account=" + value(call.account())
                + " status=" + ended.status()
                + " outcome=" + ended.outcome().word()
                + " queue_ms=" + millis(call.queuedNanos())
                + " upstream_ms=" + millis(call.upstreamNanos())
                + " total_ms=" + millis(ended.totalNanos())
                + " retries=" + call.retries()
                + " refusals=" + call.refusals();
    }

    /** Names come from the settings and may hold anything: blanks and line breaks must not make up fields or lines. */
    private static String value(String text) {
        if (text.isEmpty()) {
            return "-";
        }
        return isPlain(text) ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Nothing in it would be encoded. */
    private static boolean isPlain(String text) {
        for (int index = 0; index < text.length(); index++) {
            char next = text.charAt(index);
            boolean letter = next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z';
            if (!letter && (next < '0' || next > '9') && next != '-' && next != '_' && next != '.') {
                return false;
            }
        }
        return true;
    }

    /** With one decimal. */
    private static String millis(long nanos) {
        long tenths = (nanos + NANOS_PER_TENTH / 2) / NANOS_PER_TENTH;
        return tenths / 10 + "." + tenths % 10;
    }
}
