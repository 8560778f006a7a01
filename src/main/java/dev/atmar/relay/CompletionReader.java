package dev.atmar.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.atmar.http.json.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a completion, a chunk of one or an error once, to its end, and keeps only what atmar looks at. All else is
 * skipped: a tree of it takes many times the memory of its bytes ({@code [{},{},…]}), and the upstream chooses it.
 */
final class CompletionReader {
    /** What is kept of a value: the members of an object that are named here, and so for each entry of a list. */
    private record Shape(Map<String, Shape> members) {}

    /** Texts, numbers, true and false; of an object or a list only that it is one. */
    private static final Shape SIMPLE = new Shape(Map.of());

    /** Everything, if it is not too much. */
    private static final Shape ALL = new Shape(Map.of());

    private static final Shape CHOICE =
            new Shape(Map.of("index", SIMPLE, "finish_reason", SIMPLE, "message", new Shape(Map.of("content", ALL))));

    private static final Shape USAGE = new Shape(Map.of("prompt_tokens", SIMPLE, "completion_tokens", SIMPLE));

    private static final Shape ERROR =
            new Shape(Map.of("message", SIMPLE, "type", SIMPLE, "param", SIMPLE, "code", SIMPLE));

    private static final Shape COMPLETION = new Shape(Map.of("choices", CHOICE, "usage", USAGE, "error", ERROR));

    /** As many as can be asked for in one call of OpenAI's; the entries of a list behind them are skipped. */
    private static final int MOST_ENTRIES = 128;

    /** Values that are kept; contents that are more than texts could be made of any number. */
    private static final int MOST_VALUES = 10_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser json;
    private int values;

    private CompletionReader(JsonParser json) {
        this.json = json;
    }

    /**
     * {@code choices} with {@code index}, {@code finish_reason} and {@code message.content}, {@code usage} with the
     * two counts, and {@code error}, each as it stands there, of whatever type.
     *
     * @return empty when it is no JSON object, or what is kept would be beyond all measure
     */
    static Optional<JsonObject> read(Buffer body) {
        Bytes bytes = Bytes.of(body);
        try (JsonParser json = FACTORY.createParser(bytes.array(), bytes.from(), bytes.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            JsonObject completion = new CompletionReader(json).object(COMPLETION);
            return json.nextToken() == null ? Optional.of(completion) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private JsonObject object(Shape shape) throws IOException {
        JsonObject object = new JsonObject();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            Shape member = shape == ALL ? ALL : shape.members.get(name);
            json.nextToken();
            if (member == null) {
                json.skipChildren();
            } else {
                object.put(name, value(member));
            }
        }
        return object;
    }

    private JsonArray list(Shape shape) throws IOException {
        JsonArray list = new JsonArray();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (shape == ALL || list.size() < MOST_ENTRIES) {
                list.add(value(shape));
            } else {
                json.skipChildren();
            }
        }
        return list;
    }

    private Object value(Shape shape) throws IOException {
        if (++values > MOST_VALUES) {
            throw new JsonParseException(json, "too many values");
        }
        return switch (json.currentToken()) {
            case START_OBJECT -> object(shape);
            case START_ARRAY -> list(shape);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
