package dev.atmar.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An account at an upstream: its address, its keys, what it serves and what it bears.
 *
 * @param url base URL, e.g. {@code https://api.deepseek.com/v1}; its keys are sent nowhere else
 * @param keys one or more, all of one account; those whose variable or file is missing are left out
 * @param models names served; {@code *} is any
 * @param limit {@code "auto"} or the number of requests it bears in flight
 * @param http version spoken to it: {@code "1.1"} or {@code "2"}
 * @param prices by model, per million tokens
 */
public record AccountSettings(
        String name,
        String url,
        List<Secret> keys,
        List<String> models,
        JsonNode limit,
        String http,
        Map<String, Price> prices) {
    /**
     * @throws SettingsException when a value is missing or out of its range
     */
    public AccountSettings {
        Check.text("name", name);
        url = BaseUrl.check("url", url);
        keys = List.copyOf(Check.present("keys", keys, "a list of keys"));
        models = models == null ? List.of("*") : List.copyOf(models);
        limit = limit == null ? TextNode.valueOf("auto") : limit;
        checkLimit(limit);
        http = http == null ? "1.1" : http;
        if (!http.equals("1.1") && !http.equals("2")) {
            throw new SettingsException("http", "value: " + http + " (expected: \"1.1\" or \"2\")");
        }
        prices = prices == null ? Map.of() : Map.copyOf(prices);
    }

    private static void checkLimit(JsonNode limit) {
        boolean number = limit.isIntegralNumber() && limit.canConvertToInt() && limit.intValue() >= 1;
        if (!number && !limit.equals(TextNode.valueOf("auto"))) {
            throw new SettingsException(
                    "limit", "value: " + limit + " (expected: \"auto\" or a whole number of at least 1)");
        }
    }

    /** The limit where it is a number; empty where it is {@code auto}. */
    public OptionalInt fixedLimit() {
        return limit.isIntegralNumber() ? OptionalInt.of(limit.intValue()) : OptionalInt.empty();
    }

    /** The texts of those keys that are there. */
    public List<String> presentKeys() {
        return keys.stream().flatMap(key -> key.reveal().stream()).toList();
    }

    /**
     * What a model costs.
     *
     * @param input per million prompt tokens
     * @param output per million completion tokens
     */
    public record Price(double input, double output) {
        /**
         * @throws SettingsException when a price is negative or not finite
         */
        public Price {
            check("input", input);
            check("output", output);
        }

        private static void check(String key, double price) {
            if (!(price >= 0 && price < Double.POSITIVE_INFINITY)) {
                throw new SettingsException(key, "value: " + price + " (expected: a number, >= 0)");
            }
        }
    }
}
