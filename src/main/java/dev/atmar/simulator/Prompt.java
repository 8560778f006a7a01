package dev.atmar.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The messages of a question, as far as the answer depends on them.
 *
 * @param lastWords at most {@link #MOST_WORDS} characters of the last message's end
 * @param tokens estimated as DeepSeek's documentation does: 0.3 of an English character, 0.6 of a Chinese one
 */
record Prompt(String lastWords, int tokens) {
    private static final int MOST_WORDS = 60;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int FIRST_WIDE = 0x2E80;

    /**
     * @throws Refusal 422 when there is no message, or one is not a message
     */
    static Prompt of(JsonArray messages) {
        if (messages.isEmpty()) {
            throw Refusal.badParameter("messages: invalid length 0, expected at least 1");
        }
        double tokens = 0;
        String text = "";
        for (int index = 0; index < messages.size(); index++) {
            text = text(messages.getValue(index), "messages[" + index + "]");
            tokens += TOKENS_PER_MESSAGE + estimate(text);
        }
        return new Prompt(end(text), (int) Math.ceil(tokens));
    }

    private static String text(Object message, String name) {
        if (!(message instanceof JsonObject fields)) {
            throw Refusal.badParameter(name + ": invalid type, expected a map");
        }
        if (!(fields.getValue("role") instanceof String)) {
            throw Refusal.badParameter(name + ": missing field `role`");
        }
        Object content = fields.getValue("content");
        if (content instanceof JsonArray parts) {
            return text(parts);
        }
        if (content != null && !(content instanceof String)) {
            throw Refusal.badParameter(name + ".content: invalid type, expected a string");
        }
        return content == null ? "" : (String) content;
    }

    /** Content in parts; those that are not text count nothing. */
    private static String text(JsonArray parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            boolean isText = part instanceof JsonObject fields && fields.getValue("text") instanceof String;
            text.append(isText ? ((JsonObject) part).getString("text") : "");
        }
        return text.toString();
    }

    private static double estimate(String text) {
        long wide = text.chars().filter(character -> character >= FIRST_WIDE).count();
        return 0.6 * wide + 0.3 * (text.length() - wide);
    }

    private static String end(String text) {
        int from = Math.max(0, text.length() - MOST_WORDS);
        boolean insidePair = from > 0 && Character.isLowSurrogate(text.charAt(from));
        return text.substring(insidePair ? from + 1 : from).strip();
    }
}
