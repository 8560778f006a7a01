package dev.atmar.batch.output;

import dev.atmar.batch.BatchResult;
import dev.atmar.batch.input.InputFormat;
import dev.atmar.load.call.CallError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A result as a line of the output. {@code {"task_id", "status", "result", "ms", "start_ms"}} or {@code {"task_id",
 * "error": {"type", "message"}, "ms", "start_ms"}}, with {@code attempts} when there was more than one; for lines of
 * OpenAI's, {@code {"id", "custom_id", "response": {"status_code", "request_id", "body"}, "error": {"code", "message"}}}
 * and the same three keys. {@code request_id} is null: answers are kept without their headers.
 */
final class ResultLine {
    private static final int DECIMALS = 3;

    private final Buffer line = Buffer.buffer();

    private ResultLine() {}

    /** Ends with a line break, and has no other. */
    static Buffer of(InputFormat format, BatchResult result) {
        ResultLine line = new ResultLine();
        if (format == InputFormat.OPENAI) {
            line.openAi(result);
        } else {
            line.task(result);
        }
        line.times(result);
        return line.line.appendString("}\n");
    }

    private void task(BatchResult result) {
        line.appendString("{\"task_id\":").appendBuffer(text(result.task().id()));
        if (result.error() != null) {
            line.appendString(",\"error\":")
                    .appendString(result.error().toJson().encode());
            return;
        }
        line.appendString(",\"status\":").appendString(Integer.toString(result.status()));
        if (result.answer() != null) {
            line.appendString(",\"result\":").appendBuffer(AnswerLine.of(result.answer()));
        }
    }

    private void openAi(BatchResult result) {
        line.appendString("{\"id\":\"batch_req_")
                .appendString(Long.toString(result.task().index()));
        line.appendString("\",\"custom_id\":").appendBuffer(text(result.task().id()));
        if (result.error() != null) {
            line.appendString(",\"response\":null,\"error\":").appendString(openAi(result.error()));
            return;
        }
        line.appendString(",\"response\":{\"status_code\":").appendString(Integer.toString(result.status()));
        line.appendString(",\"request_id\":null,\"body\":");
        line.appendBuffer(result.answer() == null ? Buffer.buffer("null") : AnswerLine.of(result.answer()));
        line.appendString("},\"error\":null");
    }

    private static String openAi(CallError error) {
        JsonObject json = new JsonObject().put("code", error.type().word()).put("message", error.message());
        return error.status() > 0 ? json.put("status", error.status()).encode() : json.encode();
    }

    private void times(BatchResult result) {
        line.appendString(",\"ms\":").appendString(plain(result.millis()));
        line.appendString(",\"start_ms\":").appendString(plain(result.startEpochMillis()));
        if (result.attempts() > 1) {
            line.appendString(",\"attempts\":").appendString(Integer.toString(result.attempts()));
        }
    }

    private static String plain(double millis) {
        return BigDecimal.valueOf(millis)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static Buffer text(String text) {
        return Json.encodeToBuffer(text);
    }
}
