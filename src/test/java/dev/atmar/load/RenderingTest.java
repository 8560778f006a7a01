package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import dev.atmar.load.measure.Measurements;
import dev.atmar.load.measure.Span;
import dev.atmar.load.measure.Summary;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RenderingTest {
    /** One result, that can be held back and knows who looked at it. */
    private static final class Watched extends AbstractList<Result> {
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile String reader;

        @Override
        public Result get(int index) {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            reader = Thread.currentThread().getName();
            return new Result("a", 200, null, null, 1, false);
        }

        @Override
        public int size() {
            return 1;
        }
    }

    private static RunResult result(List<Result> results) {
        return new RunResult(
                results, Summary.of(Measurements.none(new Span(0, 1000)), null, List.of()), null, new JsonObject());
    }

    private static <T> Future<T> on(Context loop, Supplier<Future<T>> work) {
        return Future.<Void>future(turn -> loop.runOnContext(turn::complete)).compose(turn -> work.get());
    }

    @Test
    void aResult_isRenderedAndHandedOnBesideTheEventLoop(Vertx vertx) {
        Watched results = new Watched();
        Context loop = vertx.getOrCreateContext();
        Future<String> handedOn = on(
                loop,
                () -> new Rendering(vertx)
                        .of(result(results))
                        .map(json -> Thread.currentThread().getName()));
        Waiting.await(on(loop, Future::succeededFuture));

        results.released.countDown();

        String handedOnBy = Waiting.await(handedOn);
        assertThat(results.reader).startsWith("load-results");
        assertThat(handedOnBy).startsWith("load-results");
    }

    @Test
    void closed_whatWasAskedForIsRenderedAndNothingMore(Vertx vertx) {
        Watched results = new Watched();
        Context loop = vertx.getOrCreateContext();
        Rendering rendering = new Rendering(vertx);
        Future<JsonObject> asked = on(loop, () -> rendering.of(result(results)));
        Future<Void> closed = on(loop, rendering::close);

        assertThatThrownBy(() -> Waiting.await(on(loop, () -> rendering.of(result(List.of())))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("shutting down");
        assertThat(closed.isComplete()).isFalse();
        results.released.countDown();

        Waiting.await(closed);
        assertThat(Waiting.await(asked).getJsonArray("results")).hasSize(1);
    }

    @Test
    void aResultThatCannotBeRendered_failsItsFuture(Vertx vertx) {
        Context loop = vertx.getOrCreateContext();
        List<Result> broken = new AbstractList<>() {
            @Override
            public Result get(int index) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public int size() {
                return 1;
            }
        };

        assertThatThrownBy(() -> Waiting.await(on(loop, () -> new Rendering(vertx).of(result(broken)))))
                .hasMessage("a bug");
    }
}
