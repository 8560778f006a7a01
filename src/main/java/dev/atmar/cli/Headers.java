package dev.atmar.cli;

import dev.atmar.settings.SettingsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Headers as they are given on a command line. */
final class Headers {
    private Headers() {}

    /**
     * @param lines {@code NAME: VALUE}
     * @throws SettingsException for one without a name, or without a colon
     */
    static Map<String, String> of(List<String> lines) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new SettingsException("--header", "no name and value (expected: 'NAME: VALUE')");
            }
            named.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return named;
    }
}
