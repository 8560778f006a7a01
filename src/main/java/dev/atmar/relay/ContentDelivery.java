package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.BodyRoom;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Consumer;

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
        BodyRoom.Share held = exchange.share();
        return WholeAnswer.read(exchange, new WholeAnswer.Budget(settings.maxAnswerBytes(), held))
                .map(answer -> content(exchange.head(), answer.body()))
                .onComplete(over -> held.giveBack());
    }

    /** One pass over an answer that is one; what it is otherwise is found out then. */
    private JsonObject content(HttpClientResponse head, Buffer body) {
        if (body.length() == 0) {
            throw JsonAnswer.blank(head);
        }
        JsonAnswer.require(head, body.getByte(0));
        Optional<JsonObject> completion = ChatContent.parse(body);
        if (completion.isEmpty() && !JsonAnswer.isWhole(body)) {
            throw JsonAnswer.notJson(head);
        }
        completion.ifPresent(usage::of);
        return ChatContent.of(head.statusCode(), completion);
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
