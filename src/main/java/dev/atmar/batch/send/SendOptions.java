package dev.atmar.batch.send;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a batch sends.
 *
 * @param concurrency how many calls may be in flight
 * @param timeout of one attempt, to its last byte
 * @param patience so long after its first attempt no further one of a task is begun
 * @param retries further attempts after the first, each task's own
 * @param requestsPerMinute attempts begun in any minute; null: as many as may be in flight
 * @param tokensPerMinute of prompts and answers together; null: no bound
 * @param headers for every request
 * @param secrets texts among them that are never written down
 * @param maxAnswerBytes the longest answer that is read
 */
public record SendOptions(
        Concurrency concurrency,
        Duration timeout,
        Duration patience,
        int retries,
        Long requestsPerMinute,
        Long tokensPerMinute,
        Map<String, String> headers,
        List<String> secrets,
        int maxAnswerBytes) {
    /**
     * How many calls may be in flight.
     *
     * @param auto whether the number is found, for each host of its own; else it is one number for all hosts
     * @param most the number itself, or the most that may be found, over all hosts
     */
    public record Concurrency(boolean auto, int most) {
        /** {@code 40}, {@code auto} or {@code auto:300}. */
        @Override
        public String toString() {
            return auto ? "auto:" + most : Integer.toString(most);
        }
    }

    /** Of headers and keys nothing but how many there are. */
    @Override
    public String toString() {
        return "SendOptions[concurrency=" + concurrency + ", headers=" + headers.size() + "]";
    }
}
