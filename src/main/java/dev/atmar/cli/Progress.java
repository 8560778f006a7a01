package dev.atmar.cli;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How a run's progress is shown on standard error: a bar to a person, plain lines to a file, nothing when quiet. */
interface Progress extends AutoCloseable {
    /** Takes a message of {@code atmar.load.progress}; called on an event loop. */
    void show(JsonObject progress);

    @Override
    void close();

    static Progress of(String name, boolean quiet) {
        if (quiet) {
            return new Silent();
        }
        return Terminal.isWatched() ? new Bar(name) : new Lines(name);
    }

    /** Nothing at all. */
    final class Silent implements Progress {
        @Override
        public void show(JsonObject progress) {
            // quiet means quiet
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }

    /** A bar that redraws itself in one line. */
    final class Bar implements Progress {
        private static final int COLUMNS = 100;
        private final ProgressBar bar;

        private Bar(String name) {
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
                    .build();
        }

        @Override
        public void show(JsonObject progress) {
            Long total = progress.getLong("total");
            if (total != null) {
                bar.maxHint(total);
            }
            bar.stepTo(progress.getLong("done"));
            bar.setExtraMessage(
                    " " + progress.getLong("in_flight") + " in flight, " + progress.getLong("errors") + " errors");
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line every two seconds at most, and one when the run is over. */
    final class Lines implements Progress {
        private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
        private final String name;
        private long next = System.nanoTime();

        private Lines(String name) {
            this.name = name;
        }

        @Override
        public void show(JsonObject progress) {
            boolean over = !"running".equals(progress.getString("state"));
            if (!over && System.nanoTime() - next < 0) {
                return;
            }
            next = System.nanoTime() + EVERY_NANOS;
            Long total = progress.getLong("total");
            System.err.printf(
                    Locale.ROOT,
                    "%s: %d%s done, %d in flight, %d errors, %.1f/s%n",
                    name,
                    progress.getLong("done"),
                    total == null ? "" : "/" + total,
                    progress.getLong("in_flight"),
                    progress.getLong("errors"),
                    progress.getDouble("rate"));
        }

        @Override
        public void close() {
            // every line stands for itself
        }
    }
}
