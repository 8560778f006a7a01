package dev.atmar.load.plan;

import java.util.List;

/** When requests are due. */
public sealed interface Arrivals {
    /**
     * The closed model: a request is due the moment one of so many slots is free.
     *
     * @param concurrent slots, so the most requests in flight
     */
    record Closed(int concurrent) implements Arrivals {}

    /**
     * The open model: requests are due by a schedule that is fixed before the run, whatever the server does.
     *
     * @param stages one after the other; the last one's rate lasts as long as the plan's count or duration
     * @param poisson whether arrivals are a Poisson process of that rate, else they are evenly spaced
     * @param seed of the Poisson process: the same seed gives the same arrivals
     * @param maxInFlight the most requests in flight; what is due beyond that is sent late, and counted from when it was
     *     due
     */
    record Open(List<Stage> stages, boolean poisson, long seed, int maxInFlight) implements Arrivals {
        public Open {
            stages = List.copyOf(stages);
        }

        /** How long the stages last; 0: without end. */
        long millis() {
            return stages.stream().mapToLong(Stage::millis).sum();
        }
    }

    /**
     * A rate that changes evenly from one value to another.
     *
     * @param from requests per second at its begin
     * @param to requests per second at its end
     * @param millis how long it lasts; 0: without end, at the rate {@code from}
     */
    record Stage(double from, double to, long millis) {}

    /** The most requests in flight. */
    default int most() {
        return this instanceof Closed closed ? closed.concurrent() : ((Open) this).maxInFlight();
    }
}
