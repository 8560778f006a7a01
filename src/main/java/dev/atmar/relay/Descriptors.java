package dev.atmar.relay;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.atmar.http.ApiException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open files of this process, which its connections are. When they run short, connections to upstreams on which no
 * call is are closed, before a caller is turned away: all loops are told of it, for they share the bound.
 */
final class Descriptors {
    /** What a call is told when even that did not help. */
    static final ApiException EXHAUSTED = ApiException.busy(
            503, "too_many_files", "the relay may open no more connections (its limit of open files is reached)", 1);

    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
    private static final String ADDRESS = "atmar.relay.descriptors";

    /** To count them the system lists them: half a millisecond for each thousand. */
    private static final long PERIOD_MILLIS = 1000;

    /** Percent of the bound: from which on they are short, and down to which idle connections are closed. */
    private static final long SHORT = 90;

    private static final long ENOUGH = 80;
    private static final int DEEPEST_CAUSE = 16;

    private final Vertx vertx;
    private final WorkerExecutor pool;
    private final UnixOperatingSystemMXBean system;
    private final int loops;
    private boolean areShort;

    private Descriptors(Vertx vertx, WorkerExecutor pool, int loops, UnixOperatingSystemMXBean system) {
        this.vertx = vertx;
        this.pool = pool;
        this.loops = loops;
        this.system = system;
    }

    /**
     * Looks once a second, for as long as the calling verticle is there.
     *
     * @param pool whose thread looks; a look at a time
     * @param loops that have connections, each of which closes its part
     */
    static void watch(Vertx vertx, WorkerExecutor pool, int loops) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            new Descriptors(vertx, pool, loops, system).lookLater();
        }
    }

    private void lookLater() {
        vertx.setTimer(PERIOD_MILLIS, due -> look());
    }

    private void look() {
        pool.executeBlocking(this::tooMany, false)
                .onSuccess(this::found)
                .onFailure(unknown -> LOG.warn("the open files of this process cannot be counted", unknown))
                .onComplete(looked -> lookLater());
    }

    private void found(int tooMany) {
        if (tooMany > 0 && !areShort) {
            LOG.warn("{} percent of the files that may be open are: idle connections to upstreams are closed", SHORT);
        }
        areShort = tooMany > 0;
        tell(vertx, (tooMany + loops - 1) / loops);
    }

    /** On the pool's thread. */
    private int tooMany() {
        long most = system.getMaxFileDescriptorCount();
        return tooMany(open(most), most);
    }

    /**
     * How many have to be closed.
     *
     * @param most that may be open; where there is no bound the system says so with a number beyond all measure, or with
     *     none
     */
    static int tooMany(long open, long most) {
        if (most <= 0 || most > Integer.MAX_VALUE || open * 100 < most * SHORT) {
            return 0;
        }
        return (int) (open - most * ENOUGH / 100);
    }

    /** Listing them takes one itself; when there is none left, the JDK says so with an error of its own. */
    private long open(long most) {
        try {
            return system.getOpenFileDescriptorCount();
        } catch (InternalError noneLeft) {
            return most;
        }
    }

    /** To have so many idle connections closed on each loop, or the few that there are. */
    private static void tell(Vertx vertx, int count) {
        if (count > 0) {
            vertx.eventBus().publish(ADDRESS, count);
        }
    }

    /** To have one closed on each loop. */
    static void makeRoom(Vertx vertx) {
        tell(vertx, 1);
    }

    /**
     * Registers the calling loop.
     *
     * @param closeIdle is told how many of its connections to close
     */
    static void onShortage(Vertx vertx, IntConsumer closeIdle) {
        vertx.eventBus().<Integer>localConsumer(ADDRESS, message -> closeIdle.accept(message.body()));
    }

    /** Whether a connection could not be opened for want of one: the system has no type for it, only words. */
    static boolean isShort(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("Too many open files"));
    }
}
