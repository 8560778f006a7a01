package dev.atmar.lab;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
class LabVertxTest {
    /** Left to itself, Vert.x warns of a loop that is blocked for more than two seconds, once in each second. */
    @Test
    void aSleepOnTheEventLoop_doesNotFillTheLog(Vertx vertx) {
        Logger vertxLog = (Logger) LoggerFactory.getLogger("io.vertx");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        vertxLog.addAppender(logged);
        try (Lab lab = Lab.start(vertx)) {
            assertThat(lab.get("/sleep/blocking?ms=4500").statusCode()).isEqualTo(200);
            assertThat(logged.list).isEmpty();
        } finally {
            vertxLog.detachAppender(logged);
        }
    }
}
