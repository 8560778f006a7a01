package dev.atmar.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A key or token that prints as {@code ***}: written as {@code env:NAME}, {@code file:PATH} or the text itself,
 * and looked up once, when the settings are read.
 */
public final class Secret {
    private final String value;
    private final String missing;

    private Secret(String value, String missing) {
        this.value = value;
        this.missing = missing;
    }

    /**
     * @param reference {@code env:NAME}, {@code file:PATH} (its text without surrounding blanks) or the secret itself
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Secret of(String reference) {
        if (reference.startsWith("env:")) {
            String name = reference.substring("env:".length());
            return found(System.getenv(name), "environment variable " + name + " is not set");
        }
        if (reference.startsWith("file:")) {
            String path = reference.substring("file:".length());
            return found(read(path), "file " + path + " cannot be read");
        }
        return found(reference, "it is empty");
    }

    private static Secret found(String value, String otherwise) {
        boolean blank = value == null || value.isBlank();
        return blank ? new Secret(null, otherwise) : new Secret(value.strip(), null);
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** The secret's text, or nothing when what it refers to is not there. */
    public Optional<String> reveal() {
        return Optional.ofNullable(value);
    }

    /** Why there is no text, e.g. {@code environment variable DEEPSEEK_API_KEY is not set}; null when there is. */
    public String missing() {
        return missing;
    }

    @Override
    public String toString() {
        return "***";
    }
}
