package dev.atmar.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a person watches standard error. */
final class Terminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Where the system does not tell of standard error alone, a console on standard input and output counts. */
    static boolean isWatched() {
        try {
            return Files.readSymbolicLink(STANDARD_ERROR).toString().matches("/dev/(pts/\\d+|tty.*|console)");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    /** Whether standard output shows block characters: whether its encoding is UTF-8. */
    static boolean showsBlocks() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        return "UTF-8".equalsIgnoreCase(encoding);
    }
}
