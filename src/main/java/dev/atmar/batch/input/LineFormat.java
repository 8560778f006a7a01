package dev.atmar.batch.input;

import dev.atmar.batch.BatchTask;
import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;

/** Makes a task of a line. */
interface LineFormat {
    /**
     * @param line which the task keeps parts of
     * @param index among the lines that are not blank, from 0
     * @param number of the line, from 1
     * @throws ApiException 400 that names the field at fault, and what is expected
     */
    BatchTask read(Buffer line, long index, long number);

    /** The field that holds the id of a task. */
    String idField();

    /** Whether the line, were it sent to another run, would have the same id there as here. */
    boolean keepsId(Buffer line);

    static LineFormat of(InputFormat format, InputOptions options) {
        return switch (format) {
            case TASKS -> new TaskLines(options.url());
            case OPENAI -> new OpenAiLines(options.baseUrl());
            case PROMPTS -> new PromptLines(options);
        };
    }

    /** {@code task_00007}; with more digits where five do not do. */
    static String defaultId(long index) {
        String digits = Long.toString(index);
        return "task_" + "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    }
}
