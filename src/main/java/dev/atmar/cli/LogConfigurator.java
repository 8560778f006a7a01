package dev.atmar.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.atmar.relay.watch.BatchAppender;

/**
 * Where the logs go, for Logback, which finds this as a service. All are on standard error, for standard output is for
 * results; the access log is in the file that {@code -Datmar.access_log=FILE} names. Whoever has a {@code logback.xml}
 * on the class path, or names one by {@code -Dlogback.configurationFile}, has that in place of this. It is no XML itself
 * because to read it was a sixth of the time to the first answer.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_LOW_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    private static final String OWN_FILE = "logback.configurationFile";
    private static final String ACCESS_FILE = "atmar.access_log";
    private static final String ACCESS_LINE = "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %msg%n";

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        if (hasOwn()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(started(standardError(), "%d{HH:mm:ss.SSS} %-5level %logger{0} %msg%n"));

        Logger access = logback.getLogger("atmar.access");
        access.setLevel(Level.INFO);
        access.setAdditive(false);
        access.addAppender(accessLog());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean hasOwn() {
        ClassLoader classes = LogConfigurator.class.getClassLoader();
        return System.getProperty(OWN_FILE) != null
                || classes.getResource("logback-test.xml") != null
                || classes.getResource("logback.xml") != null;
    }

    /** Event loops write these lines: where they cannot be written fast enough, some are lost and no loop waits. */
    private BatchAppender accessLog() {
        BatchAppender access = new BatchAppender();
        access.setContext(getContext());
        access.addAppender(accessTarget());
        access.start();
        return access;
    }

    /** A file that cannot be written to is named, and the lines go to standard error as without one. */
    private OutputStreamAppender<ILoggingEvent> accessTarget() {
        String file = System.getProperty(ACCESS_FILE);
        if (file != null) {
            OutputStreamAppender<ILoggingEvent> target = started(flushedInBatches(file), ACCESS_LINE);
            if (target.isStarted()) {
                return target;
            }
            getContext().getStatusManager().clear();
            System.err.printf("%s: %s cannot be written to; the lines go here%n", ACCESS_FILE, file);
        }
        return started(standardError(), ACCESS_LINE);
    }

    private static ConsoleAppender<ILoggingEvent> standardError() {
        ConsoleAppender<ILoggingEvent> target = new ConsoleAppender<>();
        target.setTarget("System.err");
        return target;
    }

    private static FileAppender<ILoggingEvent> flushedInBatches(String file) {
        FileAppender<ILoggingEvent> target = new FileAppender<>();
        target.setFile(file);
        target.setImmediateFlush(false);
        return target;
    }

    private OutputStreamAppender<ILoggingEvent> started(OutputStreamAppender<ILoggingEvent> target, String pattern) {
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(getContext());
        lines.setPattern(pattern);
        lines.start();
        target.setContext(getContext());
        target.setEncoder(lines);
        target.start();
        return target;
    }
}
