package dev.atmar.settings;

/** The checks a settings record makes of its own fields; each throws {@link SettingsException}. */
final class Check {
    private Check() {}

    static <T> T present(String key, T value, String expected) {
        if (value == null) {
            throw new SettingsException(key, "missing (expected: " + expected + ")");
        }
        return value;
    }

    static String text(String key, String value) {
        if (present(key, value, "text").isBlank()) {
            throw new SettingsException(key, "value: \"\" (expected: text that is not blank)");
        }
        return value;
    }

    static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new SettingsException(key, "value: " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    static void port(String key, int value) {
        between(key, value, 0, 65535);
    }

    /** A time in milliseconds: at least 1, at most a day. */
    static void millis(String key, long value) {
        between(key, value, 1, 86_400_000L);
    }
}
