package dev.atmar.relay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Errors that anything logs while this is open, and warnings of atmar's own: others warn of a slow machine. */
final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Complaints() {}

    static Complaints open() {
        Complaints complaints = new Complaints();
        complaints.start();
        ROOT.addAppender(complaints);
        return complaints;
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean ours = event.getLoggerName().startsWith("dev.atmar.");
        if (event.getLevel().isGreaterOrEqual(ours ? Level.WARN : Level.ERROR)) {
            String stack = ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getThreadName() + " " + event.getLoggerName() + " " + event + "\n" + stack);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        ROOT.detachAppender(this);
        stop();
    }
}
