package dev.atmar.bench.exact;

/** Something that has to be true of an attempt, on a machine that others use, too. */
public sealed interface Check permits Figure, PoissonArrivals {
    boolean isMetBy(Attempt attempt);

    /** Whether the server did what it is there for: else the attempt says nothing of the client. */
    boolean isServedBy(Attempt attempt);

    /** Whether it is true but for what this machine did, as the control and the server's own clock tell it. */
    boolean isMetButForTheMachine(Attempt attempt);

    /** What was seen and what was to be seen, on one line. */
    String of(Attempt attempt);
}
