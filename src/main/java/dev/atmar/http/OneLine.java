package dev.atmar.http;

/** Somebody else's words on one short line, fit for a message or a log. */
public final class OneLine {
    private static final int MAX_CHARS = 200;

    private OneLine() {}

    /** Blanks and line breaks become single spaces; what is longer than 200 characters ends in an ellipsis. */
    public static String of(String text) {
        String head = text.length() > MAX_CHARS * 4 ? text.substring(0, MAX_CHARS * 4) : text;
        String line = head.strip().replaceAll("\\s+", " ");
        return line.length() > MAX_CHARS || head.length() < text.length()
                ? line.substring(0, Math.min(line.length(), MAX_CHARS)) + "…"
                : line;
    }
}
