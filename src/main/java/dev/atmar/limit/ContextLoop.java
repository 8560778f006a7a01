package dev.atmar.limit;

import io.vertx.core.Context;
import java.util.concurrent.TimeUnit;

/** A context of Vert.x. Its timers are set and cancelled on it, whoever asks, so that they end with it. */
record ContextLoop(Context context) implements Loop {
    @Override
    public void run(Runnable action) {
        context.runOnContext(turn -> action.run());
    }

    @Override
    public Runnable after(long nanos, Runnable action) {
        Timer timer = new Timer(context);
        run(() -> timer.start(nanos, action));
        return () -> run(timer::cancel);
    }

    /** Lives on its context. */
    private static final class Timer {
        private final Context context;
        private boolean set;
        private long id;

        private Timer(Context context) {
            this.context = context;
        }

        /** Rounded up, or it would fire before its time; and Vert.x knows no timer of zero. */
        private void start(long nanos, Runnable action) {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
            set = true;
            id = context.owner().setTimer(millis, fired -> {
                set = false;
                action.run();
            });
        }

        private void cancel() {
            if (set) {
                set = false;
                context.owner().cancelTimer(id);
            }
        }
    }
}
