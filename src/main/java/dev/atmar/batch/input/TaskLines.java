package dev.atmar.batch.input;

import dev.atmar.batch.BatchTask;
import dev.atmar.http.ApiException;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/** {@code {"task_id"?, "url", "params"}}; params keep their bytes. */
final class TaskLines implements LineFormat {
    private static final Set<String> FIELDS = Set.of("task_id", "url", "params");

    private final Targets targets = new Targets();
    private final String sharedUrl;

    /**
     * @param sharedUrl of tasks that have none of their own; null: there is none
     */
    TaskLines(String sharedUrl) {
        this.sharedUrl = sharedUrl;
    }

    @Override
    public BatchTask read(Buffer line, long index, long number) {
        RawObject task = RawLine.object(line, FIELDS);
        String id = task.optionalText(idField()).orElseGet(() -> LineFormat.defaultId(index));
        String url = task.optionalText("url").orElse(sharedUrl);
        if (url == null) {
            throw ApiException.badRequest("url", "missing (expected: a url, here or as --url)");
        }
        Buffer params = task.holds("params") ? task.value("params") : null;
        return new BatchTask(index, number, id, url, targets.of(url), params);
    }

    @Override
    public String idField() {
        return "task_id";
    }

    @Override
    public boolean keepsId(Buffer line) {
        return RawObject.parse(line).has(idField());
    }
}
