package dev.atmar.load.measure;

import io.vertx.core.json.JsonArray;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Single requests, to be looked at one by one: the first so many that were due, and the slowest of all. */
final class TaskSpans {
    private static final int MOST_FIRST = 500;
    private static final int MOST_SLOWEST = 20;

    private final Kept first = new Kept(MOST_FIRST, Comparator.comparingLong(TaskSpan::sequence));
    private final Kept slowest =
            new Kept(MOST_SLOWEST, Comparator.comparingLong(TaskSpan::response).reversed());

    /** The least of those that were offered, at most so many. The head of the queue is the next to go. */
    private record Kept(int most, Comparator<TaskSpan> order, PriorityQueue<TaskSpan> spans) {
        private Kept(int most, Comparator<TaskSpan> order) {
            this(most, order, new PriorityQueue<>(order.reversed()));
        }

        private void offer(TaskSpan span) {
            if (spans.size() < most) {
                spans.add(span);
            } else if (order.compare(span, spans.peek()) < 0) {
                spans.remove();
                spans.add(span);
            }
        }

        private JsonArray toJson(long start) {
            return new JsonArray(
                    spans.stream().sorted(order).map(span -> span.toJson(start)).toList());
        }
    }

    void add(Sample sample, List<Hop> hops) {
        TaskSpan span = TaskSpan.of(sample, hops);
        first.offer(span);
        slowest.offer(span);
    }

    JsonArray first(long start) {
        return first.toJson(start);
    }

    /** The slowest first. */
    JsonArray slowest(long start) {
        return slowest.toJson(start);
    }
}
