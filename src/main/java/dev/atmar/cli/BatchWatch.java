package dev.atmar.cli;

import dev.atmar.batch.BatchProgress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How a batch's progress is shown on standard error: a bar to a person, plain lines to a file, nothing when quiet. */
interface BatchWatch extends AutoCloseable {
    /** Called by one thread. */
    void show(BatchProgress progress);

    @Override
    void close();

    static BatchWatch of(boolean quiet) {
        if (quiet) {
            return new Silent();
        }
        return Terminal.isWatched() ? new Bar() : new Lines();
    }

    /** Nothing at all. */
    final class Silent implements BatchWatch {
        @Override
        public void show(BatchProgress progress) {
            // quiet means quiet
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }

    /** A bar that redraws itself in one line. */
    final class Bar implements BatchWatch {
        private static final int COLUMNS = 160;
        private final ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("batch")
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
                .build();

        private Bar() {}

        @Override
        public void show(BatchProgress progress) {
            bar.maxHint(progress.total());
            bar.stepTo(progress.done());
            bar.setExtraMessage(" " + BatchText.of(progress));
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line every two seconds at most. */
    final class Lines implements BatchWatch {
        private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
        private long next = System.nanoTime();

        private Lines() {}

        @Override
        public void show(BatchProgress progress) {
            boolean over = progress.done() >= progress.total();
            if (!over && System.nanoTime() - next < 0) {
                return;
            }
            next = System.nanoTime() + EVERY_NANOS;
            System.err.printf(
                    Locale.ROOT,
                    "batch: %d of %d done, %s%n",
                    progress.done(),
                    progress.total(),
                    BatchText.of(progress));
        }

        @Override
        public void close() {
            // nothing to be closed
        }
    }
}
