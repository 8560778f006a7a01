package dev.atmar.batch;

import dev.atmar.batch.send.News;

/**
 * Whether to go on makes no sense: so many tasks in a row have failed for one reason that the next ones will fail for,
 * too, such as a key that is not accepted, an account without balance, or a port at which nobody listens.
 */
final class Hopelessness {
    static final int IN_A_ROW = 20;

    private int inARow;
    private String kind;
    private String message;

    void add(News.Ended ended) {
        if (!ended.isHopeless()) {
            inARow = 0;
            return;
        }
        inARow = ended.kind().equals(kind) ? inARow + 1 : 1;
        kind = ended.kind();
        message = ended.outcome().error().message();
    }

    boolean isComplete() {
        return inARow >= IN_A_ROW;
    }

    /** For a person. */
    String why() {
        return IN_A_ROW + " tasks in a row failed with " + kind + ": " + message;
    }
}
