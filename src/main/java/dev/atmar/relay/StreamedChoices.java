package dev.atmar.relay;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.BitSet;

/** Which choices of one stream have been heard of, and which of them are finished. */
final class StreamedChoices {
    /** Choices from here on count as one; nobody can ask for so many. */
    private static final int LAST_INDEX = 1023;

    private final BitSet seen = new BitSet();
    private final BitSet finished = new BitSet();

    /** There is one, and all that have been heard of have their {@code finish_reason}. */
    boolean areFinished() {
        return !finished.isEmpty() && finished.cardinality() == seen.cardinality();
    }

    void saw(int index) {
        seen.set(Math.min(index, LAST_INDEX));
    }

    void finished(int index) {
        saw(index);
        finished.set(Math.min(index, LAST_INDEX));
    }

    /** A choice without index is the one at its place in the chunk. */
    void read(JsonArray choices) {
        for (int place = 0; place < choices.size(); place++) {
            if (choices.getValue(place) instanceof JsonObject choice) {
                read(choice, place);
            }
        }
    }

    private void read(JsonObject choice, int place) {
        boolean numbered = choice.getValue("index") instanceof Integer;
        int index = numbered ? Math.max(0, choice.getInteger("index")) : place;
        if (choice.getValue("finish_reason") instanceof String) {
            finished(index);
        } else {
            saw(index);
        }
    }
}
