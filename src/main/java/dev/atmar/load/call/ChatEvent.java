package dev.atmar.load.call;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What one event of a stream of OpenAI's says, found by a scan; an event of another shape says nothing.
 *
 * @param chat whether it is an event of a chat, or of a completion
 * @param piece whether it holds content, of whatever kind
 * @param content of the first choice: the text between its quotes, escaped as JSON has it; null without
 * @param finished whether a choice is whole with it
 * @param tokens of output so far, as {@code usage} says; -1 where it does not
 * @param error what it failed with; null: it did not
 */
record ChatEvent(boolean chat, boolean piece, Buffer content, boolean finished, long tokens, String error) {
    private static final ChatEvent OTHER = new ChatEvent(false, false, null, false, -1, null);
    private static final List<String> TEXTS = List.of("content", "reasoning_content", "reasoning", "refusal");
    private static final int MOST_CHOICES = 1000;
    private static final long MOST_TOKENS = Integer.MAX_VALUE;

    static ChatEvent of(Buffer data) {
        try {
            RawObject event = RawObject.parse(data);
            if (event.has("error")) {
                return new ChatEvent(false, false, null, false, -1, UpstreamMessage.of(data));
            }
            return event.has("choices") ? chat(event) : OTHER;
        } catch (ApiException otherShape) {
            return OTHER;
        }
    }

    private static ChatEvent chat(RawObject event) {
        boolean piece = false;
        boolean finished = false;
        Buffer content = null;
        for (RawObject choice : RawObject.parseList(event.value("choices"), MOST_CHOICES)) {
            RawObject delta = choice.has("delta") ? RawObject.parse(choice.value("delta")) : choice;
            Buffer text = text(delta, choice == delta ? "text" : "content");
            piece |= text != null || holdsOther(delta);
            finished |= choice.has("finish_reason");
            boolean first = choice.optionalNumber("index", 0, MOST_CHOICES).orElse(0L) == 0;
            content = first && text != null ? text : content;
        }
        return new ChatEvent(true, piece, content, finished, tokens(event), null);
    }

    private static boolean holdsOther(RawObject delta) {
        return TEXTS.stream().anyMatch(name -> text(delta, name) != null) || holdsCalls(delta);
    }

    /** Null where it is not there, no text, or empty. */
    private static Buffer text(RawObject from, String name) {
        Buffer value = from.holds(name) ? from.value(name) : Buffer.buffer();
        return value.length() > 2 && value.getByte(0) == '"' ? value.slice(1, value.length() - 1) : null;
    }

    private static boolean holdsCalls(RawObject delta) {
        return delta.has("tool_calls")
                && !RawObject.parseList(delta.value("tool_calls"), MOST_CHOICES).isEmpty();
    }

    /**
     * @param answer an event, or a whole answer that is no stream; -1 where it does not say
     */
    static long tokens(RawObject answer) {
        try {
            return answer.has("usage")
                    ? RawObject.parse(answer.value("usage"))
                            .optionalNumber("completion_tokens", 0, MOST_TOKENS)
                            .orElse(-1L)
                    : -1;
        } catch (ApiException otherShape) {
            return -1;
        }
    }
}
