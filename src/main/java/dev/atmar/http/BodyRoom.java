package dev.atmar.http;

/** How many bytes of bodies one event loop holds at once, of all requests together. */
public final class BodyRoom {
    private final long mostBytes;
    private long bytes;

    public BodyRoom(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether there was room for them; then they are to be given back once. */
    boolean take(int more) {
        if (bytes + more > mostBytes) {
            return false;
        }
        bytes += more;
        return true;
    }

    void giveBack(long taken) {
        bytes -= taken;
    }

    long bytes() {
        return bytes;
    }
}
