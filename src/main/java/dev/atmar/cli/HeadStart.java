package dev.atmar.cli;

import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.transport.Transport;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nearly every command needs and what takes long to load, logs and Netty's native transport, begun on a second core
 * while the first one reads the command line and the settings: a quarter of the time to the first answer.
 */
final class HeadStart {
    private static final long MOST_SECONDS = 10;

    private static CountDownLatch logs = new CountDownLatch(0);

    private HeadStart() {}

    /** Whoever needs it before it is there waits for it, or loads it first. */
    static void begin() {
        logs = new CountDownLatch(1);
        Thread ahead = new Thread(HeadStart::load, "atmar-head-start");
        ahead.setDaemon(true);
        ahead.start();
    }

    /** To be called before the first line is logged: one that comes earlier is kept, with words of SLF4J's own about it. */
    static void awaitLogs() {
        try {
            logs.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Logger logger() {
        try {
            return LoggerFactory.getLogger(HeadStart.class);
        } finally {
            logs.countDown();
        }
    }

    private static void load() {
        logger().debug("{}, buffers of {}", Transport.nativeTransport(), PooledByteBufAllocator.DEFAULT);
    }
}
