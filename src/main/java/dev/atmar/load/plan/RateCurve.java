package dev.atmar.load.plan;

import dev.atmar.load.plan.Arrivals.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * How many requests are due by when: the integral of a rate that is linear piece by piece. Times are in seconds from
 * the start. Its inverse is exact, so that arrivals neither drift nor bunch where the rate changes.
 */
final class RateCurve {
    /** Of a number of requests that the rate never reaches. */
    static final double NEVER = Double.POSITIVE_INFINITY;

    /**
     * @param start of the piece
     * @param length infinite for the last one
     * @param from rate at its start
     * @param slope rate per second
     * @param before requests due before its start
     */
    private record Piece(double start, double length, double from, double slope, double before) {
        double due(double time) {
            return before + from * time + slope * time * time / 2;
        }

        double end() {
            return start + length;
        }

        double dueAtItsEnd() {
            return length == NEVER ? (from > 0 ? NEVER : before) : due(length);
        }

        /** The root of {@code from x + slope x^2 / 2 = requests}, in the form that loses no digits. */
        double when(double requests) {
            double root = Math.sqrt(Math.max(0, from * from + 2 * slope * requests));
            return start + (requests == 0 ? 0 : Math.min(length, 2 * requests / (from + root)));
        }
    }

    private final List<Piece> pieces = new ArrayList<>();

    /** The last stage's final rate goes on without end; before the stages, the first rate there is, for the warm-up. */
    RateCurve(List<Stage> stages, double warmupSeconds) {
        double first = stages.stream()
                .flatMap(stage -> List.of(stage.from(), stage.to()).stream())
                .filter(rate -> rate > 0)
                .findFirst()
                .orElse(0.0);
        if (warmupSeconds > 0) {
            add(warmupSeconds, first, first);
        }
        for (Stage stage : stages) {
            if (stage.millis() > 0) {
                add(stage.millis() / 1e3, stage.from(), stage.to());
            }
        }
        double last = stages.get(stages.size() - 1).to();
        add(NEVER, last, last);
    }

    private void add(double length, double from, double to) {
        double start = pieces.isEmpty() ? 0 : last().end();
        double before = pieces.isEmpty() ? 0 : last().dueAtItsEnd();
        pieces.add(new Piece(start, length, from, length == NEVER ? 0 : (to - from) / length, before));
    }

    private Piece last() {
        return pieces.get(pieces.size() - 1);
    }

    /** Requests due by then. */
    double due(double seconds) {
        Piece here = pieces.get(0);
        for (Piece piece : pieces) {
            here = piece.start() <= seconds ? piece : here;
        }
        return here.due(seconds - here.start());
    }

    /**
     * When so many requests are due, or {@link #NEVER}.
     *
     * @param piece where to look first: the last one that was found
     */
    double when(double requests, Cursor piece) {
        while (piece.index < pieces.size()) {
            Piece here = pieces.get(piece.index);
            if (requests < here.dueAtItsEnd() || requests == here.before()) {
                if (here.from() > 0 || here.slope() > 0) {
                    return here.when(requests - here.before());
                }
            }
            piece.index++;
        }
        return NEVER;
    }

    /** Where one who asks for ever more requests is. */
    static final class Cursor {
        private int index;
    }
}
