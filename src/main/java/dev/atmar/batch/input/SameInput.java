package dev.atmar.batch.input;

import dev.atmar.batch.disk.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;

/** Whether a later pass through the input has read what the survey did: nobody may edit it meanwhile. */
final class SameInput {
    private final Path path;
    private final String surveyed;
    private final Fingerprint fingerprint = new Fingerprint(0);

    /**
     * @param surveyed the SHA-256 of what the survey read, in hex
     */
    SameInput(Path path, String surveyed) {
        this.path = path;
        this.surveyed = surveyed;
    }

    /** Of the bytes of this pass. */
    Fingerprint fingerprint() {
        return fingerprint;
    }

    /**
     * @throws IOException when it was changed; to be called at the end of the pass
     */
    void require() throws IOException {
        if (!fingerprint.all().equals(surveyed)) {
            throw new IOException(
                    path + ": it was changed while the batch ran (what is written stays; expected: the file as"
                            + " it was, or --force to go on with it as it is now)");
        }
    }
}
