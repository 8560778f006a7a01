package dev.atmar.batch;

import java.io.IOException;

/** Why a batch does not begin: its files or options are not fit for it. Nothing was sent, and no result was touched. */
public final class BatchRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param complaint names the file or option, and what is expected
     */
    public BatchRefusal(String complaint) {
        super(complaint);
    }
}
