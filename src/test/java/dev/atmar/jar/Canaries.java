package dev.atmar.jar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keys that nobody has ever seen, and every text in which a piece of one is looked for. */
final class Canaries {
    private final List<String> pieces = new ArrayList<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Another one. */
    String key(String prefix) {
        String random = UUID.randomUUID().toString().replace("-", "");
        pieces.add(random.substring(0, 12));
        pieces.add(random.substring(20));
        return prefix + random;
    }

    /**
     * @param where it was found; a name of its own
     */
    synchronized void tell(String where, String text) {
        texts.put(where, text);
    }

    synchronized List<String> texts() {
        return List.copyOf(texts.values());
    }

    /** The first place of each piece in each text, with what is around it. */
    synchronized List<String> places() {
        return texts.entrySet().stream()
                .flatMap(text -> pieces.stream()
                        .filter(text.getValue()::contains)
                        .map(piece -> text.getKey() + ": "
                                + around(text.getValue(), text.getValue().indexOf(piece))))
                .toList();
    }

    private static String around(String text, int place) {
        return text.substring(Math.max(0, place - 200), Math.min(text.length(), place + 200));
    }
}
