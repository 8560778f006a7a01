package dev.atmar.relay.watch;

import java.util.Locale;

/** How a request ended. */
enum Outcome {
    /** Answered, and not with an error. */
    OK,

    /** Answered with an error. */
    ERROR,

    /** The caller left before it had its whole answer. */
    ABORTED,

    /** The answer was broken off after its head had gone out: by the upstream, a deadline, or the end of a drain. */
    CUT;

    /** For an answer that has gone out whole. */
    static Outcome of(int status) {
        return status < 400 ? OK : ERROR;
    }

    /** In lines and labels. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
