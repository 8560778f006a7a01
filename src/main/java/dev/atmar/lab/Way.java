package dev.atmar.lab;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A way in which a request can wait, each with a route of the lab; in the order in which a comparison tells the most. */
public enum Way {
    /** {@code Thread.sleep} on the event loop: nothing else happens there meanwhile. */
    BLOCKING("blocking", "/sleep/blocking"),
    /** {@code executeBlocking} as it comes: the loop stays free, but the calls of one verticle queue up. */
    ORDERED("ordered", "/sleep/ordered"),
    /** {@code executeBlocking(…, false)}: as many at once as the pool has threads. */
    EXECUTE_BLOCKING("execute-blocking", "/sleep/execute-blocking"),
    /** A virtual thread for each request; Java 21 or later. */
    VIRTUAL("virtual", "/sleep/virtual"),
    /** A timer, and no thread at all. */
    ASYNC("async", "/sleep/async"),
    /** A pool of many threads. */
    ASYNC_THREAD_TEST("async_thread_test", "/async_thread_test"),
    /** A pool of few threads, whatever its name promises. */
    ASYNC_COROUTINE_TEST("async_coroutine_test", "/async_coroutine_test");

    private final String label;
    private final String path;

    Way(String label, String path) {
        this.label = label;
        this.path = path;
    }

    /** Its name on the command line, in messages and in results. */
    public String label() {
        return label;
    }

    /** Its route, without the last slash. */
    public String path() {
        return path;
    }

    /** The way of that name; empty when there is none. */
    public static Optional<Way> labelled(String label) {
        return Arrays.stream(values()).filter(way -> way.label.equals(label)).findFirst();
    }

    /** Every label, for the words of a refusal and of a help page. */
    public static String labels() {
        return Arrays.stream(values()).map(Way::label).collect(Collectors.joining(", "));
    }
}
