package dev.atmar.relay.guard;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found out about the URLs that were asked for last: to read one takes longer than all else that is done about
 * it, and most callers ask for the same few. Only what does not change is kept, and nothing of a URL that was refused.
 * Shared by event loops, behind one short lock.
 */
final class KnownUrls {
    private static final int MOST = 1000;
    private static final int LONGEST = 2048;

    private final Map<String, Known> urls = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST;
        }
    };

    /**
     * A URL that passed all that can be said of it without resolving a name.
     *
     * @param place where it leads; null where its host is a name that has to be resolved each time
     */
    record Known(CallersUrl url, Target place) {}

    /** Null when it was not asked for, or too long ago. */
    Known get(String url) {
        synchronized (urls) {
            return urls.get(url);
        }
    }

    void put(String url, Known known) {
        if (url.length() <= LONGEST) {
            synchronized (urls) {
                urls.put(url, known);
            }
        }
    }
}
