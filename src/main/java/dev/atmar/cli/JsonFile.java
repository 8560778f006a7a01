package dev.atmar.cli;

import dev.atmar.settings.SettingsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files named on the command line. What cannot be read is a usage error that names the option. */
final class JsonFile {
    private JsonFile() {}

    /** A {@code JsonObject}, a {@code JsonArray} or another JSON value. */
    static Object json(String option, Path path) {
        try {
            return Json.decodeValue(Buffer.buffer(bytes(option, path)));
        } catch (DecodeException e) {
            throw new SettingsException(option, path + " is not JSON (expected: a JSON object, or a list of them)");
        }
    }

    static String text(String option, Path path) {
        return Buffer.buffer(bytes(option, path)).toString();
    }

    private static byte[] bytes(String option, Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new SettingsException(option, path + " cannot be read (expected: a readable file)");
        }
    }
}
