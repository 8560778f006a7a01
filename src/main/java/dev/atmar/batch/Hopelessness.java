package dev.atmar.batch;

import dev.atmar.batch.send.News;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether to go on makes no sense: so many tasks in a row have failed for one reason that the next ones will fail for,
 * too, such as a key that is not accepted, an account without balance, or a port at which nobody listens. Until that is
 * known they are held back here, without a result.
 */
final class Hopelessness {
    static final int IN_A_ROW = 20;

    private static final int MOST_HELD = 10_000;

    private final List<News.Ended> heldBack = new ArrayList<>();
    private int inARow;
    private String kind;
    private String message;

    /** One more that failed so. */
    void add(News.Ended ended) {
        inARow = ended.kind().equals(kind) ? inARow + 1 : 1;
        kind = ended.kind();
        message = ended.outcome().error().message();
        if (heldBack.size() < MOST_HELD) {
            heldBack.add(ended);
        }
    }

    /** Another one fared otherwise: those held back so far. */
    List<News.Ended> clear() {
        List<News.Ended> all = List.copyOf(heldBack);
        heldBack.clear();
        inARow = 0;
        kind = null;
        return all;
    }

    boolean isComplete() {
        return inARow >= IN_A_ROW;
    }

    /** For a person. */
    String why() {
        return IN_A_ROW + " tasks in a row failed with " + kind + ": " + message + " (they count as not run)";
    }
}
