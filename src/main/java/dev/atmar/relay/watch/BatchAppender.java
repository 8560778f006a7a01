package dev.atmar.relay.watch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * For Logback: takes lines from event loops and hands them on in batches, on a thread of its own that looks for them 20
 * times a second. No line wakes a thread (Logback's {@code AsyncAppender} does so for each one, which costs a loop more
 * than the line itself), and targets that buffer are flushed once a batch. Where lines come faster than they can be
 * written, {@value #MOST_WAITING} wait, and those beyond are lost: no loop ever waits.
 */
public final class BatchAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {
    private static final int MOST_WAITING = 16_384;
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LAST_WRITE_MILLIS = 2_000;

    private final AppenderAttachableImpl<ILoggingEvent> targets = new AppenderAttachableImpl<>();
    private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final List<ILoggingEvent> batch = new ArrayList<>();
    private Thread writer;

    @Override
    public void start() {
        super.start();
        writer = new Thread(this::write, "atmar-access-log");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    protected void append(ILoggingEvent line) {
        line.prepareForDeferredProcessing();
        waiting.offer(line);
    }

    private void write() {
        while (isStarted()) {
            LockSupport.parkNanos(PERIOD_NANOS);
            writeBatch();
        }
        writeBatch();
    }

    private void writeBatch() {
        if (waiting.drainTo(batch) > 0) {
            batch.forEach(targets::appendLoopOnAppenders);
            batch.clear();
            targets.iteratorForAppenders().forEachRemaining(this::flush);
        }
    }

    private void flush(Appender<ILoggingEvent> target) {
        if (target instanceof OutputStreamAppender<ILoggingEvent> buffered && target.isStarted()) {
            try {
                buffered.getOutputStream().flush();
            } catch (IOException e) {
                addError("the access log cannot be written", e);
            }
        }
    }

    /** What waits is written first, within two seconds. */
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        LockSupport.unpark(writer);
        try {
            writer.join(LAST_WRITE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        targets.detachAndStopAllAppenders();
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> target) {
        targets.addAppender(target);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return targets.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String name) {
        return targets.getAppender(name);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> target) {
        return targets.isAttached(target);
    }

    @Override
    public void detachAndStopAllAppenders() {
        targets.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> target) {
        return targets.detachAppender(target);
    }

    @Override
    public boolean detachAppender(String name) {
        return targets.detachAppender(name);
    }
}
