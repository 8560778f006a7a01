package dev.atmar.http;

/**
 * Tells the work on a call that its caller has gone. Used on one event loop only; the work replaces its action as it
 * goes on from queue to connection to answer, and an action set too late runs at once.
 */
public final class Cancellation {
    private static final Runnable NOTHING = () -> {};

    private Runnable action = NOTHING;
    private boolean cancelled;

    /** Never cancelled unless someone calls {@link #cancel}. */
    public Cancellation() {}

    /** What is to be done when the caller goes, in place of what was to be done before. */
    public void onCancel(Runnable next) {
        action = next;
        if (cancelled) {
            run();
        }
    }

    /** The caller has gone. Harmless when the work is over. */
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            run();
        }
    }

    public boolean isCancelled() {
        return cancelled;
    }

    private void run() {
        Runnable now = action;
        action = NOTHING;
        now.run();
    }
}
