package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The lines of the access log, as they are written while this is open. */
final class AccessLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("atmar.access");

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private AccessLines() {}

    static AccessLines open() {
        AccessLines lines = new AccessLines();
        lines.start();
        LOG.addAppender(lines);
        return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    /** The next line that is written, or was. */
    String nextLine() {
        try {
            String line = lines.poll(Await.SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("a line").isNotNull();
            return line;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next line's values by their keys. */
    Map<String, String> next() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : nextLine().split(" ")) {
            int equals = field.indexOf('=');
            assertThat(values.put(field.substring(0, equals), field.substring(equals + 1)))
                    .isNull();
        }
        return values;
    }

    /** The next line, and no other one for all that was sent to the relay before. */
    Map<String, String> only(Relay relay) {
        Map<String, String> line = next();
        relay.settle();
        assertNone();
        return line;
    }

    void assertNone() {
        assertThat(lines).isEmpty();
    }

    @Override
    public void close() {
        LOG.detachAppender(this);
        stop();
    }
}
