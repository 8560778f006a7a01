package dev.atmar.relay;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xClientConnection;

/**
 * One call's reading of its connection's socket, over HTTP/1. Vert.x by itself reads on for a call that is held back until
 * it has kept 8 messages in direct memory, each of up to 64 KB. Over HTTP/2 windows bound what comes, and a socket is not
 * one call's.
 *
 * <p>Vert.x gives a connection back to its pool when the last bytes of an answer have come, even if it is paused for a caller
 * who has not taken them yet. So the next call begins by reading whatever was stopped, and from then on the one before has
 * no say in it.
 */
final class Reading {
    private static final AttributeKey<Reading> LATEST = AttributeKey.valueOf(Reading.class, "latest");

    /** Null over HTTP/2. */
    private final Channel channel;

    private Reading(Channel channel) {
        this.channel = channel;
    }

    /** For the call that has just got this connection, on its loop. */
    static Reading begin(HttpConnection connection) {
        if (!(connection instanceof Http1xClientConnection http1)) {
            return new Reading(null);
        }
        Reading reading = new Reading(http1.channel());
        reading.channel.attr(LATEST).set(reading);
        reading.goOn();
        http1.doResume();
        return reading;
    }

    void stop() {
        set(false);
    }

    void goOn() {
        set(true);
    }

    private void set(boolean reads) {
        if (channel != null && channel.attr(LATEST).get() == this) {
            channel.config().setAutoRead(reads);
        }
    }
}
