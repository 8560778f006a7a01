package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Failures;
import dev.atmar.http.json.RawObject;
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
     * @param share for the answers, and for their list once more: to be given back when the list is held no longer
     */
    Future<Buffer> all(List<RawObject> requests, String traceparent, Cancellation caller, BodyRoom.Share share) {
        WholeAnswer.Budget budget = new WholeAnswer.Budget(settings.maxAnswerBytes(), share);
        List<Cancellation> calls = new ArrayList<>();
        caller.onCancel(() -> calls.forEach(Cancellation::cancel));
        List<Future<Entry>> answers = new ArrayList<>();
        for (RawObject request : requests) {
            Cancellation call = new Cancellation();
            calls.add(call);
            answers.add(one(request, traceparent, budget, call));
        }
        return Future.join(answers).map(all -> list(answers, share));
    }

    private Future<Entry> one(RawObject request, String traceparent, WholeAnswer.Budget budget, Cancellation caller) {
        try {
            return post.whole(PostRequest.of(request, settings, traceparent), budget, caller)
                    .map(Entry::of)
                    .otherwise(Entry::error);
        } catch (ApiException refused) {
            return Future.succeededFuture(Entry.error(refused));
        }
    }

    /** Copied once, to where there is room for all of it. */
    private static Buffer list(List<Future<Entry>> answers, BodyRoom.Share share) {
        int length = 2;
        for (Future<Entry> answer : answers) {
            length += answer.result().length() + 1;
        }
        if (!share.take(length)) {
            throw BodyRoom.full();
        }
        Buffer list = Buffer.buffer(length).appendByte((byte) '[');
        for (Future<Entry> answer : answers) {
            answer.result().appendTo(list.length() == 1 ? list : list.appendByte((byte) ','));
        }
        return list.appendByte((byte) ']');
    }

    /** What one call came to: the bytes of its JSON, in the parts that there are. */
    private record Entry(List<Buffer> parts) {
        private static final Buffer END = Buffer.buffer("}");

        private static Entry of(WholeAnswer answer) {
            return new Entry(
                    List.of(Buffer.buffer("{\"status\":" + answer.status() + ",\"body\":"), answer.body(), END));
        }

        private static Entry error(Throwable failure) {
            return new Entry(List.of(Failures.of(failure).toBuffer()));
        }

        private int length() {
            return parts.stream().mapToInt(Buffer::length).sum();
        }

        private void appendTo(Buffer list) {
            parts.forEach(list::appendBuffer);
        }
    }
}
