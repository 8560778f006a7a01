package dev.atmar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What processes have used so far, as Linux counts it.
 *
 * @param cpuSeconds user and system
 * @param residentBytes now
 * @param peakBytes resident, since {@link #forgetPeak}
 */
record Usage(double cpuSeconds, long residentBytes, long peakBytes) {
    static final Usage NONE = new Usage(0, 0, 0);

    /** Linux shows times to user space in hundredths of a second on every machine. */
    private static final double TICKS_PER_SECOND = 100;

    /** Shared pages are counted once for each process. */
    static Usage of(List<Long> pids) throws IOException {
        Usage sum = NONE;
        for (long pid : pids) {
            sum = sum.plus(of(pid));
        }
        return sum;
    }

    /** From here on the peak is the highest from now. */
    static void forgetPeak(List<Long> pids) throws IOException {
        for (long pid : pids) {
            Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), "5");
        }
    }

    private static Usage of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(process.resolve("stat"));
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Double.parseDouble(afterName[11]) + Double.parseDouble(afterName[12]);
            List<String> status = Files.readAllLines(process.resolve("status"));
            return new Usage(ticks / TICKS_PER_SECOND, bytes(status, "VmRSS:"), bytes(status, "VmHWM:"));
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("process " + pid + " has ended", e);
        }
    }

    private static long bytes(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private Usage plus(Usage other) {
        return new Usage(
                cpuSeconds + other.cpuSeconds, residentBytes + other.residentBytes, peakBytes + other.peakBytes);
    }
}
