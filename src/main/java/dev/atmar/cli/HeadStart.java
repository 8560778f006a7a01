package dev.atmar.cli;

import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nearly every command needs and what takes long to load, logs and Netty's native transport, begun on a second core
 * while the first one reads the command line and the settings: a quarter of the time to the first answer.
 */
final class HeadStart {
    private HeadStart() {}

    /** Whoever needs it before it is there waits for it, or loads it first. */
    static void begin() {
        Thread ahead = new Thread(HeadStart::load, "atmar-head-start");
        ahead.setDaemon(true);
        ahead.start();
    }

    private static void load() {
        Logger log = LoggerFactory.getLogger(HeadStart.class);
        log.debug("{}, buffers of {}", Transport.nativeTransport(), PooledByteBufAllocator.DEFAULT);
    }
}
