package dev.atmar.bus;

/** Where the verticles are called over the event bus. */
public final class Addresses {
    /** As {@code POST /a_deepseek/}. */
    public static final String CHAT = "atmar.chat";

    /** As {@code POST /atmar/}, both forms. */
    public static final String POST = "atmar.post";

    /** A plan; replies when it is done. */
    public static final String LOAD_RUN = "atmar.load.run";

    /** A plan; replies {@code {"id"}} at once. */
    public static final String LOAD_START = "atmar.load.start";

    /** {@code {"id"}}; replies progress. */
    public static final String LOAD_STATUS = "atmar.load.status";

    /** {@code {"id"}}; replies as {@link #LOAD_RUN} when the run is done. */
    public static final String LOAD_RESULT = "atmar.load.result";

    /** {@code {"id"}}; ends the run with what is done so far. */
    public static final String LOAD_CANCEL = "atmar.load.cancel";

    /** Progress of every run is published here. */
    public static final String LOAD_PROGRESS = "atmar.load.progress";

    /**
     * The requests of a run as they end, of plans that say {@code samples: true}: {@code {"id", "start_ms", "columns",
     * "rows", "last"}}.
     */
    public static final String LOAD_SAMPLES = "atmar.load.samples";

    /** Runs the lab's comparison. */
    public static final String LAB_RUN = "atmar.lab.run";

    private Addresses() {}
}
