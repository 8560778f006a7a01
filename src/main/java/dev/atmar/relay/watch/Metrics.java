package dev.atmar.relay.watch;

import dev.atmar.limit.Limiter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The numbers of one relay, counted by all its event loops, as Prometheus reads them. Labels are routes, statuses and
 * the names of configured accounts: nothing of a caller's ever is one.
 */
public final class Metrics implements AutoCloseable {
    /** The media type of {@link #text}. */
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final LongAdder inFlight = new LongAdder();

    public Metrics() {
        gauge("atmar.requests.in.flight", "Requests that are not over yet", inFlight::sum);
    }

    /** Shows the JVM's memory, threads, garbage collections and open files. Asks it about itself: not for an event loop. */
    public void jvm() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        sockets();
        garbage.bindTo(registry);
    }

    /** The JVM's own numbers know nothing of it: Netty takes its direct memory past them, and keeps what is free again. */
    private void sockets() {
        if (ByteBufAllocator.DEFAULT instanceof PooledByteBufAllocator buffers) {
            gauge("atmar.direct.bytes", "Direct memory in use by buffers of sockets", buffers::pinnedDirectMemory);
        }
    }

    /**
     * Shows an account.
     *
     * @param name as configured; callers' own keys together are one account, {@code callers}
     */
    public void account(String name, Limiter limiter) {
        account(name, limiter::limit, limiter::inFlight, limiter::waiting);
    }

    /**
     * Shows an account by where its numbers are found.
     *
     * @param limit calls it may have in flight
     * @param calls it has in flight
     * @param waiting calls that wait for it
     */
    public void account(String name, Supplier<Number> limit, Supplier<Number> calls, Supplier<Number> waiting) {
        accountGauge("atmar.limit", "Calls that the account may have in flight", name, limit);
        accountGauge("atmar.in.flight", "Calls that the account has in flight", name, calls);
        accountGauge("atmar.queue.length", "Calls that wait for the account", name, waiting);
    }

    /** Shows how many bytes the bodies of the calls have that wait for an account. */
    public void queueBytes(String account, Supplier<Number> bytes) {
        accountGauge("atmar.queue.bytes", "Bytes of the bodies of calls that wait for the account", account, bytes);
    }

    /** Shows how many calls {@code /atmar/} has in flight. */
    public void targets(Supplier<Number> calls) {
        gauge("atmar.targets.in.flight", "Calls that /atmar/ has in flight", calls);
    }

    private void accountGauge(String name, String description, String account, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .tag("account", account)
                .strongReference(true)
                .register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    void began() {
        inFlight.increment();
    }

    void ended() {
        inFlight.decrement();
    }

    /** All of them as text. Looks at every thread of the process: not for an event loop. */
    String text() {
        return registry.scrape(TEXT);
    }

    /** Lets go of the JVM, which tells of its garbage collections. */
    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
