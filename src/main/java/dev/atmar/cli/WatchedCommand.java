package dev.atmar.cli;

import picocli.CommandLine.Option;

/** A command that takes its time, and says on standard error how far it is. */
abstract class WatchedCommand extends AtmarCommand {
    @Option(
            names = {"-q", "--quiet"},
            description = "no progress")
    private boolean quiet;

    final boolean isQuiet() {
        return quiet;
    }

    /** A line of progress. */
    final void say(String progress) {
        if (!quiet) {
            System.err.println(progress);
        }
    }
}
