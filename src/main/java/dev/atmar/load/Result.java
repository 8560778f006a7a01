package dev.atmar.load;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.measure.Latency;
import dev.atmar.load.measure.Sample;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/**
 * What one task gave.
 *
 * @param status HTTP status, 200 over the event bus; 0 when there was no answer
 * @param answer the JSON as it was answered; null when only the status was asked for, when it was not kept, and for a
 *     failure
 * @param error null for a success
 * @param millis service time: from when the request was sent to its end
 * @param omitted whether there was an answer that was not kept
 */
public record Result(String taskId, int status, Buffer answer, CallError error, double millis, boolean omitted) {
    static Result of(Sample sample) {
        Outcome outcome = sample.outcome();
        double millis = Latency.millis(sample.timings().service());
        return new Result(sample.taskId(), outcome.status(), outcome.answer(), outcome.error(), millis, false);
    }

    /** With an answer of its own, as long as it is and no longer. */
    Result kept() {
        return answer == null ? this : new Result(taskId, status, answer.copy(), error, millis, false);
    }

    int answerBytes() {
        return answer == null ? 0 : answer.length();
    }

    Result withoutAnswer() {
        return answer == null ? this : new Result(taskId, status, null, error, millis, true);
    }

    /** {@code {"task_id", "status", "result", "ms"}} or {@code {"task_id", "error", "ms"}}. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("task_id", taskId);
        if (error != null) {
            return json.put("error", error.toJson()).put("ms", millis);
        }
        json.put("status", status);
        if (answer != null) {
            json.put("result", Json.decodeValue(answer));
        }
        json.put("ms", millis);
        return omitted ? json.put("result_omitted", true) : json;
    }
}
