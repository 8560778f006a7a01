package dev.atmar.batch;

import dev.atmar.batch.input.TaskCursor;
import dev.atmar.batch.output.BatchState;
import dev.atmar.batch.output.FinishedTasks;
import dev.atmar.batch.output.Places;
import dev.atmar.batch.output.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Says what a run would find: both files are read, and nothing is sent or written. */
final class Surveyor {
    private Surveyor() {}

    /**
     * @param each told of every task that would be run
     * @throws BatchRefusal for all that a run is refused for, but that another one is on
     */
    static BatchSurvey survey(FileOptions options, Consumer<BatchTask> each) throws IOException {
        Path output = Places.output(options.input(), options.output(), options.failedFile());
        StateFile.Peek peek = StateFile.peek(output);
        BatchState former = peek.state().orElse(null);
        BatchOpening opening =
                BatchOpening.read(options, output, Path.of(System.getProperty("java.io.tmpdir")), former);
        try {
            FinishedTasks finished = opening.finished();
            long failedBefore = finished.failed();
            if (options.retryFailed()) {
                finished.forgetFailed();
            }
            tell(opening, each);
            return new BatchSurvey(
                    opening.input().format(),
                    opening.survey().tasks(),
                    opening.survey().badLines(),
                    finished.finished(),
                    failedBefore,
                    peek.held(),
                    opening.appended(),
                    output,
                    options.failedFile());
        } finally {
            opening.tasks().close();
        }
    }

    private static void tell(BatchOpening opening, Consumer<BatchTask> each) throws IOException {
        try (TaskCursor tasks = opening.input().tasks()) {
            for (BatchTask task = tasks.next(opening.finished()::isFinished);
                    task != null;
                    task = tasks.next(opening.finished()::isFinished)) {
                each.accept(task);
            }
        }
    }
}
