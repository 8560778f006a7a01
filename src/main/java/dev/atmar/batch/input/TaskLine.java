package dev.atmar.batch.input;

import dev.atmar.batch.BatchTask;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;

/** A task as a line of the format {@link InputFormat#TASKS}. */
final class TaskLine {
    private TaskLine() {}

    static byte[] of(BatchTask task) {
        Buffer line = Buffer.buffer("{\"task_id\":")
                .appendBuffer(Json.encodeToBuffer(task.id()))
                .appendString(",\"url\":")
                .appendBuffer(Json.encodeToBuffer(task.url()));
        if (task.body() != null) {
            line.appendString(",\"params\":").appendBuffer(task.body());
        }
        return line.appendString("}").getBytes();
    }
}
