package dev.atmar.cli;

import dev.atmar.settings.SettingsException;

/** Options that go with each other, or do not: a contradiction is a usage error that names both. */
final class Given {
    private Given() {}

    static void atMostOne(String one, Object first, String other, Object second) {
        if (first != null && second != null) {
            throw new SettingsException(one, "given together with " + other + " (expected: one of them)");
        }
    }

    static void needs(String one, boolean given, String other, boolean there) {
        if (given && !there) {
            throw new SettingsException(one, "given alone (expected: " + other + " beside it)");
        }
    }
}
