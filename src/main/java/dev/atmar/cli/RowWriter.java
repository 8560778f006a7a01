package dev.atmar.cli;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes rows on a thread of its own, so that a slow disk holds no event loop. At most a hundred batches wait for it,
 * which is fifty thousand rows; beyond that rows are lost, counted and complained of, for to slow the requests down
 * instead would make the figures those of the disk.
 */
final class RowWriter {
    private static final int MOST_BATCHES = 100;

    /** Ends the thread. */
    private static final JsonObject END = new JsonObject();

    private final List<RowFile> files;
    private final BlockingQueue<JsonObject> waiting = new ArrayBlockingQueue<>(MOST_BATCHES);
    private Thread thread;
    private boolean finished;
    private long lost;

    /**
     * @param files to which none is added once there is a batch
     */
    RowWriter(List<RowFile> files) {
        this.files = files;
    }

    /** Never waits. Always from the same thread. */
    void add(JsonObject batch) {
        if (thread == null) {
            thread = new Thread(this::write, "atmar-rows");
            thread.setDaemon(true);
            thread.start();
        }
        if (!waiting.offer(batch)) {
            lost += batch.getJsonArray("rows").size();
        }
    }

    private void write() {
        try {
            for (JsonObject batch = waiting.take(); batch != END; batch = waiting.take()) {
                for (RowFile file : files) {
                    file.write(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until everything that was added is written. To be called once nothing is added any more, by whoever learned
     * it from the thread that added; later calls say nothing more.
     *
     * @return what could not be written and why, a line each
     */
    List<String> finish() {
        if (finished) {
            return List.of();
        }
        finished = true;
        awaitThread();
        List<String> complaints = new ArrayList<>();
        for (RowFile file : files) {
            file.close();
            complaints.add(file.complaint() == null && lost > 0 ? file.complaint(lost) : file.complaint());
        }
        return complaints.stream().filter(Objects::nonNull).toList();
    }

    private void awaitThread() {
        if (thread == null) {
            return;
        }
        try {
            waiting.put(END);
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
