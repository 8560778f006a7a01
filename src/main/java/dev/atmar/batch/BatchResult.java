package dev.atmar.batch;

import dev.atmar.batch.send.News;
import dev.atmar.load.call.CallError;
import io.vertx.core.buffer.Buffer;

/**
 * What came of a task.
 *
 * @param status HTTP status; 0 when there was no answer
 * @param answer the JSON answered; null for a failure
 * @param error null for a success
 * @param millis from the sending of the last attempt to its end
 * @param startEpochMillis when the last attempt was sent
 * @param attempts made for it in this run
 */
public record BatchResult(
        BatchTask task,
        int status,
        Buffer answer,
        CallError error,
        double millis,
        double startEpochMillis,
        int attempts) {
    static BatchResult of(News.Ended ended) {
        return new BatchResult(
                ended.order().task(),
                ended.outcome().status(),
                ended.outcome().answer(),
                ended.outcome().error(),
                ended.millis(),
                ended.startEpochMillis(),
                ended.attempts());
    }
}
