package dev.atmar.cli;

import dev.atmar.settings.Settings;
import dev.atmar.settings.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has: the settings, one object of JSON where it is asked for, and standard output. */
abstract class AtmarCommand implements Callable<Integer> {
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
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this help")
    private boolean help;

    @Spec
    private CommandSpec spec;

    /** Runs the command and gives its {@link ExitCode}. */
    @Override
    public abstract Integer call() throws Exception;

    /** Defaults, then the file, then {@code ATMAR_…} variables, then {@code --set}. */
    final Settings settings() {
        return SettingsReader.read(file, System.getenv(), assignments);
    }

    final boolean isJson() {
        return json;
    }

    /** To standard output, which is for results. */
    final void print(String result) {
        spec.commandLine().getOut().println(result.stripTrailing());
    }

    /** To standard error, in one line: why the command failed. */
    final void complain(String why) {
        spec.commandLine().getErr().println("atmar: " + why);
    }
}
