package dev.atmar.batch;

import dev.atmar.batch.send.News;
import dev.atmar.load.call.CallError;
import io.vertx.core.buffer.Buffer;

/** provisional */
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
