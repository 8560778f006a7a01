package dev.atmar.batch;

import dev.atmar.load.call.Target;
import io.vertx.core.buffer.Buffer;

/** One task of a batch. */
public record BatchTask(long index, long line, String id, String url, Target target, Buffer body) {}
