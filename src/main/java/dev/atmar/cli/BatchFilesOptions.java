package dev.atmar.cli;

import dev.atmar.batch.FileOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** provisional */
final class BatchFilesOptions {
    @Parameters(paramLabel = "IN", description = "the tasks, one a line")
    private Path input;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "results")
    private Path output;

    FileOptions options() {
        return FileOptions.of(input, output);
    }
}
