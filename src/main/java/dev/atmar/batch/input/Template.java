package dev.atmar.batch.input;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;

/** The JSON object a prompt is put into, wherever <code>{{prompt}}</code> stands inside its strings. */
final class Template {
    private static final String PLACE = "{{prompt}}";

    /** Of the text, where a prompt goes between one and the next. */
    private final String[] pieces;

    private Template(String text) {
        pieces = Pattern.compile(PLACE, Pattern.LITERAL).split(text, -1);
    }

    /**
     * @throws ApiException 400 when it is no JSON object with a place for the prompt, or there is neither template nor
     *     model
     */
    static Template of(InputOptions options) {
        Template template = new Template(text(options));
        if (template.pieces.length == 1) {
            throw ApiException.badRequest("--template", "without " + PLACE + " (expected: it inside a string)");
        }
        try {
            // a quote, escaped, is JSON inside a string only
            RawObject.parse(template.around("\""));
            return template;
        } catch (ApiException e) {
            throw ApiException.badRequest(
                    "--template", "not JSON (expected: a JSON object with " + PLACE + " inside a string)");
        }
    }

    private static String text(InputOptions options) {
        if (options.template() != null) {
            return options.template();
        }
        if (options.model() == null) {
            throw ApiException.badRequest("--model", "missing (expected: a model, or a --template)");
        }
        JsonObject message = new JsonObject().put("role", "user").put("content", PLACE);
        return new JsonObject()
                .put("model", options.model())
                .put("messages", new JsonArray().add(message))
                .encode();
    }

    Buffer around(String prompt) {
        String quoted = Json.encode(prompt);
        return Buffer.buffer(String.join(quoted.substring(1, quoted.length() - 1), pieces));
    }
}
