package dev.atmar.batch.input;

import java.util.Locale;

/** What a line of the input is. */
public enum InputFormat {
    /** {@code {"task_id"?, "url", "params"}}. */
    TASKS,
    /** A line of OpenAI's batch files: {@code {"custom_id", "method": "POST", "url", "body"}}. */
    OPENAI,
    /** Plain text, which a template makes a request of. */
    PROMPTS;

    /** As options and files write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
