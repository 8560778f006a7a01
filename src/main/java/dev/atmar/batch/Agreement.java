package dev.atmar.batch;

import dev.atmar.batch.disk.Fingerprint;
import dev.atmar.batch.input.BatchInput;
import dev.atmar.batch.output.BatchState;
import dev.atmar.batch.output.StateFile;
import java.nio.file.Path;

/** Whether the results that are there are those of this input; with --force it does not matter. */
final class Agreement {
    private final FileOptions options;
    private final Path output;
    private final BatchState former;

    /**
     * @param former null: there is none, or it is damaged
     */
    Agreement(FileOptions options, Path output, BatchState former) {
        this.options = options;
        this.output = output;
        this.former = former;
    }

    /**
     * @param read from which the input's bytes were taken
     * @throws BatchRefusal unless the same lines become the same requests; lines may have been appended
     */
    void require(BatchInput input, Fingerprint read) throws BatchRefusal {
        if (options.force()) {
            return;
        }
        if (former == null) {
            throw refusal("it has results, but " + StateFile.beside(output).getFileName()
                    + " is not there, or damaged: whose results they are cannot be told");
        }
        if (!former.format().equals(input.format().word())) {
            throw refusal("its results are of an input read as " + former.format() + ", and this one is read as "
                    + input.format().word());
        }
        if (!former.requests().equals(input.requestsSha256())) {
            throw refusal("its results are of requests made with another --url, --base-url, --template or --model");
        }
        if (!read.beginsWith(former.sha256())) {
            throw refusal("lines of " + options.input() + " have changed since its results were written; only lines"
                    + " appended are new tasks");
        }
    }

    /**
     * @param foreign results whose id no task has
     * @throws BatchRefusal for more of them than a former run has accepted
     */
    void requireKnown(long foreign) throws BatchRefusal {
        if (!options.force() && foreign > (former == null ? 0 : former.foreign())) {
            throw refusal("it has " + foreign + " results whose id no task of " + options.input() + " has");
        }
    }

    private BatchRefusal refusal(String complaint) {
        return new BatchRefusal(output + ": " + complaint
                + " (expected: the same input and options, another output, or --force, which keeps every result whose"
                + " id a task has)");
    }
}
