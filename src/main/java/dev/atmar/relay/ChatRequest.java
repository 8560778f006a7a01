package dev.atmar.relay;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A question for a chat upstream, whichever way it came.
 *
 * @param stream whether the answer is asked for as server-sent events
 * @param headers what the upstream is sent beside the key
 * @param body what the upstream is sent: every field that is not the relay's own, as it came
 * @param patience how long its caller waits
 * @param openAi whether it came by OpenAI's route, where errors keep the upstream's words
 * @param caller whose turn it is in an account's queue: the token's name, or nothing
 */
record ChatRequest(boolean stream, MultiMap headers, Buffer body, Patience patience, boolean openAi, String caller) {}
