package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Failures;
import dev.atmar.http.RawObject;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The array form of {@code /atmar/}, scatter and gather: all calls are made at once and answered together, in their
 * order, each as {@code {status, body}} or {@code {error}}; one that fails is nobody else's failure.
 */
final class Gather {
    private final Post post;
    private final RelaySettings settings;

    Gather(Post post, RelaySettings settings) {
        this.post = post;
        this.settings = settings;
    }

    /**
     * The bytes of a JSON list, bounded by {@code max_answer_bytes} in all.
     *
     * @param requests at most {@code max_gather}, which is seen to as they are read
     */
    Future<Buffer> all(List<RawObject> requests, String traceparent, Cancellation caller) {
        WholeAnswer.Budget budget = new WholeAnswer.Budget(settings.maxAnswerBytes());
        List<Cancellation> calls = new ArrayList<>();
        caller.onCancel(() -> calls.forEach(Cancellation::cancel));
        List<Future<Buffer>> answers = new ArrayList<>();
        for (RawObject request : requests) {
            Cancellation call = new Cancellation();
            calls.add(call);
            answers.add(one(request, traceparent, budget, call));
        }
        return Future.join(answers).map(all -> list(answers));
    }

    private Future<Buffer> one(RawObject request, String traceparent, WholeAnswer.Budget budget, Cancellation caller) {
        try {
            return post.whole(PostRequest.of(request, settings, traceparent), budget, caller)
                    .map(Gather::answer)
                    .otherwise(Gather::error);
        } catch (ApiException refused) {
            return Future.succeededFuture(error(refused));
        }
    }

    private static Buffer answer(WholeAnswer answer) {
        return Buffer.buffer("{\"status\":" + answer.status() + ",\"body\":")
                .appendBuffer(answer.body())
                .appendByte((byte) '}');
    }

    private static Buffer error(Throwable failure) {
        return Failures.of(failure).toBuffer();
    }

    private static Buffer list(List<Future<Buffer>> answers) {
        Buffer list = Buffer.buffer("[");
        for (Future<Buffer> answer : answers) {
            list.appendString(list.length() == 1 ? "" : ",").appendBuffer(answer.result());
        }
        return list.appendByte((byte) ']');
    }
}
