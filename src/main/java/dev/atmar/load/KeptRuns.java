package dev.atmar.load;

import dev.atmar.settings.LoadSettings;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last runs that ended, and the room for answers that these and the runs that last share. Where it is too small for
 * the next answer of a run that lasts, those that ended lose their answers, the oldest first; their summaries stay.
 */
final class KeptRuns {
    /** A run that ended, and the bytes of its answers. */
    record Ended(Progress progress, RunResult result, long bytes) {
        private Ended withoutAnswers() {
            return new Ended(progress, result.withoutAnswers(), 0);
        }
    }

    private final int maxRuns;
    private final long maxBytes;
    private final Map<String, Ended> ended = new LinkedHashMap<>();
    private long runningBytes;
    private long endedBytes;

    KeptRuns(LoadSettings settings) {
        maxRuns = settings.keptRuns();
        maxBytes = settings.keptBytes();
    }

    /** Room for one more answer of a run that lasts; false, and nobody loses anything, when there is too little. */
    boolean reserve(int bytes) {
        if (runningBytes + bytes > maxBytes) {
            return false;
        }
        runningBytes += bytes;
        dropAnswers();
        return true;
    }

    private void dropAnswers() {
        Iterator<Map.Entry<String, Ended>> oldest = ended.entrySet().iterator();
        while (runningBytes + endedBytes > maxBytes) {
            Map.Entry<String, Ended> next = oldest.next();
            endedBytes -= next.getValue().bytes();
            next.setValue(next.getValue().withoutAnswers());
        }
    }

    /** The run has ended; the room that its answers had was reserved by it. */
    void add(Progress progress, RunResult result) {
        long bytes = result.answerBytes();
        runningBytes -= bytes;
        endedBytes += bytes;
        ended.put(progress.id(), new Ended(progress, result, bytes));
        if (ended.size() > maxRuns) {
            Iterator<Ended> oldest = ended.values().iterator();
            endedBytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    /** Null when there is no such run, or no longer. */
    Ended get(String id) {
        return ended.get(id);
    }
}
