package dev.atmar.load.measure;

/** How late an event loop was at worst, seen by a timer that should fire at even intervals. Nanoseconds. */
public final class LoopLag {
    private final long interval;
    private final long from;
    private long last;
    private long worst;

    /**
     * @param from lateness before this time does not count
     */
    public LoopLag(long interval, long now, long from) {
        this.interval = interval;
        this.last = now;
        this.from = from;
    }

    public void tick(long now) {
        if (now - from >= 0) {
            worst = Math.max(worst, now - last - interval);
        }
        last = now;
    }

    public long worst() {
        return worst;
    }
}
