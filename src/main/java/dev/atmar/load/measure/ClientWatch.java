package dev.atmar.load.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/** The client's own work, over the measured time: CPU of the process and of the event loop it is called on, and its lag. */
public final class ClientWatch {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long from;
    private final LoopLag lag;
    private boolean begun;
    private long since;
    private long processBefore;
    private long loopBefore;

    /**
     * @param interval of the ticks, in nanoseconds
     * @param from when the measured time begins
     */
    public ClientWatch(long interval, long now, long from) {
        this.from = from;
        this.lag = new LoopLag(interval, now, from);
        begin(now);
    }

    private void begin(long now) {
        begun = now - from >= 0;
        since = now;
        processBefore = PROCESS.getProcessCpuTime();
        loopBefore = loopCpu();
    }

    public void tick(long now) {
        lag.tick(now);
        if (!begun && now - from >= 0) {
            begin(now);
        }
    }

    /**
     * @param connectionsOpened by the run
     */
    public Client client(long now, long connectionsOpened) {
        long elapsed = Math.max(1, now - since);
        int cores = Runtime.getRuntime().availableProcessors();
        return new Client(
                percent(PROCESS.getProcessCpuTime() - processBefore, elapsed * cores),
                percent(loopCpu() - loopBefore, elapsed),
                Latency.millis(lag.worst()),
                connectionsOpened);
    }

    /** How long CPU was watched. */
    public long watchedMillis(long now) {
        return TimeUnit.NANOSECONDS.toMillis(now - since);
    }

    private static double percent(long part, long whole) {
        return Math.round(Math.max(0, part) * 1000.0 / whole) / 10.0;
    }

    private static long loopCpu() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
    }
}
