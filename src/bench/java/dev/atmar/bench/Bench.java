package dev.atmar.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' main; {@code src/bench/run} calls it with what it needs installed and built. */
@Command(
        name = "run",
        description = "atmar beside nginx and HAProxy on this machine, in turn and in one run.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "relay|streams|slow|startup|batch",
        subcommands = {
            RelayBench.class,
            StreamsBench.class,
            SlowBench.class,
            StartupBench.class,
            BatchBench.class,
            DriveCommand.class,
            UpstreamCommand.class
        })
final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Bench());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(Bench::failed);
        System.exit(line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
    }

    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        String message = failure.getMessage();
        line.getErr().println("run: " + (message == null ? failure : message));
        return 1;
    }
}
