package dev.atmar.cli;

import dev.atmar.http.ApiException;
import dev.atmar.http.Failures;
import dev.atmar.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code atmar}, and how its failures end: one clear line on standard error. */
@Command(
        name = "atmar",
        description = "An async relay and a concurrency lab in one jar.",
        mixinStandardHelpOptions = true,
        versionProvider = Atmar.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Begin with: java -jar atmar.jar demo"})
final class Atmar {
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            ServeCommand.class,
            SimulateCommand.class,
            LabCommand.class,
            AskCommand.class,
            LoadCommand.class,
            BatchCommand.class,
            HealthCommand.class);

    /** Runs one command and gives its exit code. */
    static int run(String[] arguments) {
        CommandLine line = new CommandLine(new Atmar());
        commands(arguments).forEach(line::addSubcommand);
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(Atmar::execute);
        line.setExecutionExceptionHandler(Atmar::failed);
        line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
        return line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    /** The one that is named, for a server should not spend its start on the options of others; all where none is. */
    private static List<Class<?>> commands(String[] arguments) {
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> arguments.length > 0
                        && command.getAnnotation(Command.class).name().equals(arguments[0]))
                .toList();
        return named.isEmpty() ? COMMANDS : named;
    }

    private static int execute(CommandLine.ParseResult parsed) {
        HeadStart.awaitLogs();
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof SettingsException) {
            line.getErr().println("atmar: " + cause.getMessage());
            return ExitCode.USAGE;
        }
        ApiException error = Failures.of(cause);
        line.getErr().println("atmar: " + error.getMessage());
        return error.status() == 400 ? ExitCode.USAGE : ExitCode.FAILED;
    }

    /** The version the jar was built as. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Atmar.class.getPackage().getImplementationVersion();
            return new String[] {"atmar " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
