package dev.atmar.relay;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Field;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the queues small in which Vert.x keeps writes from foreign threads: one of each connection to an upstream, and in
 * HTTP/2 one of each stream, on both sides. Each is made with room for 1,024 writes, which is 4.7 KB: a quarter of all
 * that a call in flight keeps, and over HTTP/2 more than half. The relay writes on a connection's own loop, where next to
 * nothing waits in them. There is no setting for it, so fields of Vert.x's own are written to; where another version has
 * other fields, its queues stay as they are.
 */
final class WriteQueues {
    private static final Logger LOG = LoggerFactory.getLogger(WriteQueues.class);

    private static final String HTTP = "io.vertx.core.http.impl.";

    /** From what is given to its queue, field by field; empty where this version of Vert.x has other ones. */
    private static final Field[] QUEUE = {
        field("io.vertx.core.internal.concurrent.OutboundMessageQueue", "mqp"),
        field("io.vertx.core.streams.impl.MessagePassingQueue", "queue")
    };

    /** At how many writes a queue is full, and below how many it no longer is. */
    private static final Field[] MARKS = {
        field("io.vertx.core.streams.impl.MessagePassingQueue", "highWaterMark"),
        field("io.vertx.core.streams.impl.MessagePassingQueue", "lowWaterMark")
    };

    /** Of the default, 16, each can have 64 KB: a megabyte of the heap for one stream that is not read. */
    private static final long CALLERS_FULL = 2;

    private static final Field OF_CONNECTION = field("io.vertx.core.net.impl.VertxConnection", "outboundMessageQueue");
    private static final Field OF_STREAM = field(HTTP + "VertxHttp2Stream", "outboundQueue");
    private static final Field OF_REQUEST = field(HTTP + "HttpClientRequestBase", "stream");
    private static final Field OF_CALLER = field(HTTP + "Http2ServerResponse", "stream");

    private WriteQueues() {}

    private static Field field(String type, String name) {
        try {
            Field field = Class.forName(type).getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("{}.{}: queues of writes stay large", type, name, e);
            return null;
        }
    }

    /** Whether all of the fields were found. */
    static boolean areKnown() {
        return Stream.of(QUEUE[0], QUEUE[1], MARKS[0], MARKS[1], OF_CONNECTION, OF_STREAM, OF_REQUEST, OF_CALLER)
                .allMatch(field -> field != null);
    }

    /** The queue of a connection to an upstream, on its loop. */
    static void shrink(HttpConnection connection) {
        shrink(connection, OF_CONNECTION);
    }

    /** The queue of a call's stream, over HTTP/2. */
    static void shrink(HttpClientRequest request) {
        shrink(request, OF_REQUEST, OF_STREAM);
    }

    /**
     * The queue of a caller's stream, over HTTP/2, which from here on is full sooner. By its response, which routers hand
     * out as it is.
     */
    static void shrink(HttpServerRequest request) {
        shrink(request.response(), OF_CALLER, OF_STREAM);
        fullAt(CALLERS_FULL, request.response(), OF_CALLER, OF_STREAM);
    }

    private static void fullAt(long writes, Object owner, Field... way) {
        try {
            Object queued = value(value(owner, way), QUEUE[0]);
            if (queued != null && MARKS[0] != null && MARKS[1] != null) {
                MARKS[0].setLong(queued, writes);
                MARKS[1].setLong(queued, 1);
            }
        } catch (IllegalAccessException e) {
            LOG.debug("queues of writes are full late", e);
        }
    }

    private static void shrink(Object owner, Field... way) {
        try {
            Object queued = value(value(owner, way), QUEUE[0]);
            if (queued != null && value(queued, QUEUE[1]) instanceof Queue<?> queue && queue.isEmpty()) {
                QUEUE[1].set(queued, new ConcurrentLinkedQueue<>());
            }
        } catch (IllegalAccessException e) {
            LOG.debug("queues of writes stay large", e);
        }
    }

    /** Null where one of the fields is not there, or belongs to something else. */
    private static Object value(Object owner, Field... way) throws IllegalAccessException {
        Object value = owner;
        for (Field field : way) {
            if (field == null || !field.getDeclaringClass().isInstance(value)) {
                return null;
            }
            value = field.get(value);
        }
        return value;
    }
}
