package dev.atmar.cli;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The logs of this process, some of which a thread of their own writes. */
final class Logs {
    private Logs() {}

    /** Writes what still waits, for a bounded time, and logs no more: the last thing before the process ends. */
    static void flush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.stop();
        }
    }
}
