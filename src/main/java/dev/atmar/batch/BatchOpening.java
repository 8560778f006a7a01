package dev.atmar.batch;

import dev.atmar.batch.disk.Fingerprint;
import dev.atmar.batch.disk.IdFile;
import dev.atmar.batch.input.BatchInput;
import dev.atmar.batch.input.InputSurvey;
import dev.atmar.batch.output.BatchState;
import dev.atmar.batch.output.FinishedTasks;
import dev.atmar.batch.output.FoundResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The input and the output read to their ends, and what the one says of the other. The output is the only truth about
 * what is done: its ids are joined with those of the input, on disk. Changes nothing.
 *
 * @param tasks the ids of the input, with their indexes; open
 * @param appended whether the input has grown since the former run
 */
record BatchOpening(
        BatchInput input,
        IdFile tasks,
        InputSurvey survey,
        FoundResults found,
        FinishedTasks finished,
        BatchState state,
        boolean appended) {
    /**
     * @param output where it really is
     * @param folder for what does not fit into memory
     * @param former null: there is none
     * @throws BatchRefusal when the input is not fit, or the results are of another
     */
    static BatchOpening read(FileOptions options, Path output, Path folder, BatchState former) throws IOException {
        BatchInput input = BatchInput.of(options.input(), options.reading());
        Agreement agreement = new Agreement(options, output, former);
        boolean begun = Files.exists(output) && Files.size(output) > 0;
        Fingerprint fingerprint = new Fingerprint(begun && former != null ? former.bytes() : 0);
        IdFile tasks = IdFile.create(folder, input.size());
        try (IdFile results = tasks.sibling(folder)) {
            InputSurvey survey = input.survey(tasks, fingerprint);
            if (begun) {
                agreement.require(input, fingerprint);
            }
            FoundResults found = FoundResults.in(output, input.format(), results);
            FinishedTasks finished = FinishedTasks.of(tasks, results);
            agreement.requireKnown(finished.foreign());
            BatchState state = BatchState.of(
                    survey.bytes(),
                    survey.sha256(),
                    survey.tasks(),
                    input.format(),
                    input.requestsSha256(),
                    finished.foreign());
            boolean appended = begun && former != null && survey.bytes() > former.bytes();
            return new BatchOpening(input, tasks, survey, found, finished, state, appended);
        } catch (IOException | RuntimeException e) {
            tasks.close();
            throw e;
        }
    }
}
