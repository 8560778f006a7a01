package dev.atmar.cli;

import dev.atmar.settings.SettingsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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

    /** UTF-8, and something at all. */
    static String text(String option, Path path) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(option, path)))
                    .toString();
            if (!text.isEmpty()) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // said below, as for an empty file
        }
        throw new SettingsException(option, path + " is empty or not UTF-8 (expected: text in UTF-8)");
    }

    private static byte[] bytes(String option, Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new SettingsException(option, path + " cannot be read (expected: a readable file)");
        }
    }
}
