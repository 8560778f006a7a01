package dev.atmar.limit;

/** Where a limiter's work is run and its timers live: an event loop, or in tests a clock that is set by hand. */
interface Loop {
    /** Later, also when called on the loop itself. */
    void run(Runnable action);

    /**
     * The action in so many nanoseconds, or a little later.
     *
     * @return what cancels it
     */
    Runnable after(long nanos, Runnable action);
}
