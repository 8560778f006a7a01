package dev.atmar.cli;

/** What a command ends with. */
final class ExitCode {
    static final int DONE = 0;

    /** The run failed, or something it checks did not hold. */
    static final int FAILED = 1;

    /** The command line or the settings cannot be used, or a port cannot be had. */
    static final int USAGE = 2;

    private ExitCode() {}
}
