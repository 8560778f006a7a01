package dev.atmar.cli;

import dev.atmar.settings.Settings;
import dev.atmar.settings.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options every command has. */
final class Common {
    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "settings, a JSON file of the shape of conf/atmar.json")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "one setting, e.g. relay.port=9000 (JSON if it parses, else text); may be repeated")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--json", description = "one JSON object, alone on standard output")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this help")
    private boolean help;

    /** Defaults, then the file, then {@code ATMAR_…} variables, then {@code --set}. */
    Settings settings() {
        return SettingsReader.read(file, System.getenv(), assignments);
    }
}
