package dev.atmar.limit;

/** A permit and whom it is for. */
record Grant(Waiter waiter, Permit permit) {
    /** Outside the lock. */
    void deliver() {
        waiter.admit(permit);
    }
}
