package dev.atmar.load.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A text file of the jar's. */
final class Resource {
    private Resource() {}

    /** One that lies beside this class. */
    static String own(String name) {
        return text("dev/atmar/load/report/" + name);
    }

    static String text(String path) {
        try (InputStream stream = Resource.class.getClassLoader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("not in the jar: " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
