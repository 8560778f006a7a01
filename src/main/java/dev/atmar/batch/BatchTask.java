package dev.atmar.batch;

import dev.atmar.load.call.Target;
import io.vertx.core.buffer.Buffer;

/**
 * One task of a batch.
 *
 * @param index among the tasks of the input, from 0
 * @param line of the input, from 1
 * @param id its own, or one made of its index
 * @param url as it was written, or as it was made of a base
 * @param body the JSON to send; null: none
 */
public record BatchTask(long index, long line, String id, String url, Target target, Buffer body) {}
