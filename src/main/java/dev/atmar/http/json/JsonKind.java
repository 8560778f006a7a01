package dev.atmar.http.json;

/** The kind of a JSON value, which its first byte tells. */
enum JsonKind {
    OBJECT("an object"),
    LIST("a list"),
    TEXT("text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("null");

    private final String words;

    JsonKind(String words) {
        this.words = words;
    }

    /** Null where no value begins like that. */
    static JsonKind of(byte first) {
        return switch (first) {
            case '{' -> OBJECT;
            case '[' -> LIST;
            case '"' -> TEXT;
            case 't', 'f' -> BOOLEAN;
            case 'n' -> NULL;
            default -> first == '-' || first >= '0' && first <= '9' ? NUMBER : null;
        };
    }

    /** Whether values stand in it. */
    boolean isNested() {
        return this == OBJECT || this == LIST;
    }

    /** For messages: {@code an object}, {@code text}. */
    String words() {
        return words;
    }
}
