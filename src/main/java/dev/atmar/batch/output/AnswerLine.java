package dev.atmar.batch.output;

import dev.atmar.http.json.RawJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;

/**
 * An answer on one line: its very bytes but for the line breaks, which JSON has between its values only, and never inside
 * a string (RFC 8259, 7). What was accepted as JSON without being strictly so, such as with a comment in it, is written
 * anew.
 */
final class AnswerLine {
    private AnswerLine() {}

    static Buffer of(Buffer answer) {
        if (RawJson.read(answer).isEmpty()) {
            return Json.encodeToBuffer(Json.decodeValue(answer));
        }
        int first = lineBreak(answer, 0);
        if (first == answer.length()) {
            return answer;
        }
        Buffer line = Buffer.buffer(answer.length());
        int from = 0;
        for (int next = first; from < answer.length(); next = lineBreak(answer, from)) {
            line.appendBuffer(answer, from, next - from);
            from = next + 1;
        }
        return line;
    }

    private static int lineBreak(Buffer answer, int from) {
        int at = from;
        while (at < answer.length() && answer.getByte(at) != '\n' && answer.getByte(at) != '\r') {
            at++;
        }
        return Math.min(at, answer.length());
    }
}
