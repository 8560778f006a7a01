package dev.atmar.load.report;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * How many of some tasks were really worked on at once. A server with k slots that never idles keeps ∫ min(k, N(t)) dt =
 * Σ S, where N is how many are in flight and S what a task takes that does not wait; the quickest task is taken for one
 * of those. That there was a line at all is only said when tasks took the longer the more were in flight before them:
 * tasks that differ by themselves look alike otherwise.
 *
 * @param tasks that succeeded
 * @param peak the most that were in flight at once
 * @param served how many were worked on at once, at most {@code peak}
 * @param inLine how the time of a task goes with how many were in flight when it was sent: Pearson's coefficient
 * @param quickest milliseconds from the send to the end
 * @param spread milliseconds from the first end to the last
 * @param elapsed milliseconds from the first send to the last end
 */
record Concurrency(
        int tasks,
        int peak,
        double served,
        double inLine,
        double quickest,
        double slowest,
        double spread,
        double elapsed) {
    private static final int HALVINGS = 40;

    /** Of those that differ by no more than this factor none has waited for another. */
    private static final double ALIKE = 1.7;

    /** From here on there was a line. */
    private static final double LINE = 0.5;

    /** The share of the peak from which on no limit is seen. */
    private static final double ALL = 0.75;

    private record Event(double time, int change) {}

    /**
     * @param tasks may hold failures, which are left out
     */
    static Concurrency of(List<JsonObject> tasks) {
        List<JsonObject> served = tasks.stream()
                .filter(task -> task.getValue("error") == null && task.getValue("sent") != null)
                .toList();
        if (served.isEmpty()) {
            return new Concurrency(0, 0, 0, 0, 0, 0, 0, 0);
        }
        List<Event> events = events(served);
        double quickest =
                served.stream().mapToDouble(Concurrency::service).min().orElseThrow();
        double slowest = served.stream().mapToDouble(Concurrency::service).max().orElseThrow();
        double elapsed = events.get(events.size() - 1).time() - events.get(0).time();
        double firstEnd = served.stream()
                .mapToDouble(task -> Json.number(task, "end"))
                .min()
                .orElseThrow();
        double spread = events.get(events.size() - 1).time() - firstEnd;
        int peak = area(events, Double.MAX_VALUE).peak();
        double slots = slots(events, served.size() * quickest, peak);
        return new Concurrency(served.size(), peak, slots, inLine(served), quickest, slowest, spread, elapsed);
    }

    private static double service(JsonObject task) {
        return Json.number(task, "end") - Json.number(task, "sent");
    }

    /** An end before a beginning at the same time: the one made room for the other. */
    private static List<Event> events(List<JsonObject> tasks) {
        return tasks.stream()
                .flatMap(task ->
                        Stream.of(new Event(Json.number(task, "sent"), 1), new Event(Json.number(task, "end"), -1)))
                .sorted(Comparator.comparingDouble(Event::time).thenComparingInt(Event::change))
                .toList();
    }

    private static double inLine(List<JsonObject> tasks) {
        List<JsonObject> sent = tasks.stream()
                .sorted(Comparator.comparingDouble(task -> Json.number(task, "sent")))
                .toList();
        PriorityQueue<Double> ends = new PriorityQueue<>();
        double[] before = new double[sent.size()];
        double[] times = new double[sent.size()];
        for (int i = 0; i < before.length; i++) {
            double now = Json.number(sent.get(i), "sent");
            while (!ends.isEmpty() && ends.peek() <= now) {
                ends.remove();
            }
            before[i] = ends.size();
            times[i] = service(sent.get(i));
            ends.add(Json.number(sent.get(i), "end"));
        }
        return correlation(before, times);
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }

    private record Area(double area, int peak) {}

    /** ∫ min(slots, N(t)) dt, and the greatest N. */
    private static Area area(List<Event> events, double slots) {
        double area = 0;
        double last = events.get(0).time();
        int inFlight = 0;
        int peak = 0;
        for (Event event : events) {
            area += Math.min(slots, inFlight) * (event.time() - last);
            last = event.time();
            inFlight += event.change();
            peak = Math.max(peak, inFlight);
        }
        return new Area(area, peak);
    }

    /** By bisection: the area grows with the slots. */
    private static double slots(List<Event> events, double work, int peak) {
        double low = 0;
        double high = peak;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (area(events, middle).area() < work) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * Whether none waited for another: they took alike, or ended all within less than it takes to serve one. The latter is
     * seen where sending them took a while.
     */
    boolean isBlock() {
        boolean alike = slowest <= ALIKE * quickest || spread < (ALIKE - 1) * quickest;
        return peak > 1 && (alike || served >= ALL * peak);
    }

    /** Whether one was served after the other. */
    boolean isStaircase() {
        return !isBlock() && inLine >= LINE && served < 1.5;
    }

    /** As a sentence. */
    String finding() {
        if (tasks == 0) {
            return "No task succeeded.";
        }
        if (tasks == 1) {
            return "One task, which took " + Figures.time(quickest) + ".";
        }
        if (peak <= 1) {
            return Figures.of(tasks, "task") + " were sent one after the other: at most 1 at once. They took " + range()
                    + ".";
        }
        if (isBlock()) {
            return "A block: at most " + peak + " at once, and none waited for another. " + Figures.of(tasks, "task")
                    + " took " + range() + " each.";
        }
        if (isStaircase()) {
            return "A staircase: " + Figures.of(tasks, "task") + " ran one after the other, at most 1 at once, though "
                    + peak + " were in flight. An answer came every " + Figures.time(elapsed / tasks)
                    + " or so, and the last of a line had waited for all before it.";
        }
        if (inLine < LINE) {
            return "At most " + peak + " at once, and they did not take longer the more there were: "
                    + Figures.of(tasks, "task") + " took " + range() + " each.";
        }
        return "Steps: up to " + peak + " tasks were in flight, but the answers came as if about "
                + Figures.count(served) + " ran at once. " + Figures.of(tasks, "task") + " took " + range() + " each.";
    }

    private String range() {
        String from = Figures.time(quickest);
        String to = Figures.time(slowest);
        return from.equals(to) ? from : from + " to " + to;
    }
}
