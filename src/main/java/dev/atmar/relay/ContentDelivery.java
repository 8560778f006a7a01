package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Reads the upstream's answer whole, and gives {@code {"content"}} of it. */
final class ContentDelivery implements Delivery<JsonObject> {
    private final RelaySettings settings;
    private final Usage usage;
    private final Consumer<Throwable> failed;

    private ContentDelivery(RelaySettings settings, Usage usage, Consumer<Throwable> failed) {
        this.settings = settings;
        this.usage = usage;
        this.failed = failed;
    }

    /**
     * For {@code /a_deepseek/}; a failure is answered, the content is left to whoever called.
     *
     * @param beforeHead called just before an error's head is written
     */
    static ContentDelivery http(
            HttpServerResponse out, RelaySettings settings, Consumer<HttpServerResponse> beforeHead, Usage usage) {
        return new ContentDelivery(settings, usage, failure -> {
            beforeHead.accept(out);
            Answers.error(out, failure);
        });
    }

    /** For the event bus, where the future that failed is the answer. */
    static ContentDelivery bus(RelaySettings settings, Usage usage) {
        return new ContentDelivery(settings, usage, failure -> {});
    }

    @Override
    public Future<JsonObject> deliver(Exchange exchange) {
        return WholeAnswer.readJson(exchange, new WholeAnswer.Budget(settings.maxAnswerBytes()))
                .map(this::content);
    }

    private JsonObject content(WholeAnswer answer) {
        ChatContent.parse(answer.body()).ifPresent(usage::of);
        return ChatContent.of(answer.status(), answer.body(), answer.retryAfterSeconds(), UnaryOperator.identity());
    }

    /** Nothing goes out before all of it is there. */
    @Override
    public boolean begun() {
        return false;
    }

    @Override
    public boolean opened() {
        return false;
    }

    @Override
    public void fail(Throwable failure) {
        failed.accept(failure);
    }
}
