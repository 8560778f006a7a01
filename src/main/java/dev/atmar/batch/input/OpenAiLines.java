package dev.atmar.batch.input;

import dev.atmar.batch.BatchTask;
import dev.atmar.http.ApiException;
import dev.atmar.http.json.JsonBlank;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * {@code {"custom_id", "method": "POST", "url", "body"}}. A url that begins with a slash is put behind the base url; what
 * the base ends with and the url begins with, as both customarily have {@code /v1}, is there once.
 */
final class OpenAiLines implements LineFormat {
    private static final Set<String> FIELDS = Set.of("custom_id", "method", "url", "body");
    private static final String RELAY = "http://127.0.0.1:8000";

    private final Targets targets = new Targets();
    private final String baseUrl;

    /**
     * @param baseUrl null: the relay's default address
     */
    OpenAiLines(String baseUrl) {
        String base = baseUrl == null ? RELAY : baseUrl;
        this.baseUrl = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    @Override
    public BatchTask read(Buffer line, long index, long number) {
        RawObject task = RawLine.object(line, FIELDS);
        String id = task.text(idField());
        if (!task.text("method").equals("POST")) {
            throw ApiException.badRequest("method", "not served (expected: POST)");
        }
        String url = resolved(task.text("url"));
        Buffer body = task.value("body");
        if (JsonBlank.firstByte(body) != '{') {
            throw ApiException.badRequest("body", "not an object (expected: an object)");
        }
        return new BatchTask(index, number, id, url, targets.of(url), body);
    }

    private String resolved(String url) {
        if (!url.startsWith("/")) {
            return url;
        }
        int second = url.indexOf('/', 1);
        String head = second < 0 ? url : url.substring(0, second);
        return baseUrl.endsWith(head) ? baseUrl + url.substring(head.length()) : baseUrl + url;
    }

    @Override
    public String idField() {
        return "custom_id";
    }

    @Override
    public boolean keepsId(Buffer line) {
        return true;
    }
}
