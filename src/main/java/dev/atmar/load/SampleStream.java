package dev.atmar.load;

import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import dev.atmar.load.call.Tokens;
import dev.atmar.load.measure.Latency;
import dev.atmar.load.measure.Sample;
import dev.atmar.load.measure.Samples;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The requests of a run as they end, in batches: {@code {"id", "start_ms", "columns", "rows", "last"}}. Rows are lists
 * of values and not objects, which would name each of their values again and cost the client three times as much. Times
 * are in milliseconds; {@code start_ms} is the intended start since 1970, in a batch the run's, and the clocks count
 * from the run's start. A batch is on its way at the latest a quarter of a second after its first row, and the one that
 * is the last says so, with no rows if need be: whoever got it has got them all.
 */
final class SampleStream implements Samples {
    static final List<String> COLUMNS = List.of(
            "sequence",
            "task_id",
            "start_ms",
            "intended_ms",
            "sent_ms",
            "first_byte_ms",
            "end_ms",
            "response_ms",
            "service_ms",
            "send_lag_ms",
            "ttft_ms",
            "status",
            "error",
            "bytes",
            "tokens",
            "warmup");

    private static final int MOST_ROWS = 500;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final String id;
    private final long start;
    private final double startMillis;
    private final boolean wanted;
    private final Consumer<JsonObject> publisher;
    private JsonArray rows = new JsonArray();
    private long began;

    /**
     * @param start of the run, a {@code System.nanoTime()} of just now
     * @param wanted whether anything is published at all
     */
    SampleStream(String id, long start, boolean wanted, Consumer<JsonObject> publisher) {
        this.id = id;
        this.start = start;
        this.startMillis = Duration.between(Instant.EPOCH, Instant.now()).toNanos() / 1000 / 1e3;
        this.wanted = wanted;
        this.publisher = publisher;
    }

    @Override
    public void add(Sample sample) {
        if (!wanted) {
            return;
        }
        if (rows.isEmpty()) {
            began = sample.timings().end();
        }
        rows.add(row(sample));
        if (rows.size() >= MOST_ROWS) {
            publish(false);
        }
    }

    private JsonArray row(Sample sample) {
        Timings timings = sample.timings();
        Tokens tokens = sample.seen().tokens();
        boolean sent = timings.sending() != Sending.NEVER;
        boolean answered = sample.outcome().status() > 0;
        return new JsonArray()
                .add(sample.sequence())
                .add(sample.taskId())
                .add(Math.round((startMillis + since(timings.intended())) * 1e3) / 1e3)
                .add(since(timings.intended()))
                .add(sent ? since(timings.sent()) : null)
                .add(answered ? since(timings.firstByte()) : null)
                .add(since(timings.end()))
                .add(Latency.millis(timings.response()))
                .add(Latency.millis(timings.service()))
                .add(sent ? Latency.millis(timings.sendLag()) : null)
                .add(tokens != null && tokens.pieces() > 0 ? Latency.millis(tokens.first() - timings.intended()) : null)
                .add(answered ? sample.outcome().status() : null)
                .add(
                        sample.outcome().error() == null
                                ? null
                                : sample.outcome().error().type().word())
                .add(sample.seen().bytes())
                .add(tokens == null ? null : tokens.tokens())
                .add(sample.warmup());
    }

    private double since(long time) {
        return Latency.millis(time - start);
    }

    /** What has waited long enough is published. */
    void tick(long now) {
        if (!rows.isEmpty() && now - began >= LONGEST_NANOS) {
            publish(false);
        }
    }

    /** The run has ended. */
    void end() {
        if (wanted) {
            publish(true);
        }
    }

    private void publish(boolean last) {
        publisher.accept(new JsonObject()
                .put("id", id)
                .put("start_ms", startMillis)
                .put("columns", new JsonArray(COLUMNS))
                .put("rows", rows)
                .put("last", last));
        rows = new JsonArray();
    }
}
