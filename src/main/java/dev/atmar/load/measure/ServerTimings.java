package dev.atmar.load.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code Server-Timing} (W3C Server Timing, section 3): {@code NAME;dur=1.5;desc="…", NAME, …}. Names may repeat,
 * parameters we do not know are skipped, of one that repeats the first counts, and what fits no rule is skipped up to
 * the next comma. The header is a peer's: only so much of it is read.
 */
final class ServerTimings {
    private static final int MOST_CHARACTERS = 8192;
    private static final int MOST_HOPS = 64;
    private static final int LONGEST_NAME = 64;
    private static final double MOST_MILLIS = 86_400_000;
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private final List<Hop> hops = new ArrayList<>();
    private int at;

    private ServerTimings(String text) {
        this.text = text;
    }

    /**
     * Those that tell a duration, in the order of the header.
     *
     * @param header the values joined by commas; null: there was none
     */
    static List<Hop> read(String header) {
        if (header == null) {
            return List.of();
        }
        String text = header.length() > MOST_CHARACTERS ? header.substring(0, MOST_CHARACTERS) : header;
        return new ServerTimings(text).read();
    }

    private List<Hop> read() {
        while (at < text.length() && hops.size() < MOST_HOPS) {
            metric();
            skipPast(',');
        }
        return List.copyOf(hops);
    }

    private void metric() {
        String name = token();
        double millis = Double.NaN;
        boolean told = false;
        while (next(';')) {
            String parameter = token();
            String value = next('=') ? value() : "";
            if (!told && parameter.equalsIgnoreCase("dur")) {
                told = true;
                millis = millis(value);
            }
        }
        if (!name.isEmpty() && name.length() <= LONGEST_NAME && millis >= 0 && millis <= MOST_MILLIS) {
            hops.add(new Hop(name, millis));
        }
    }

    private String token() {
        skipBlanks();
        int from = at;
        while (at < text.length() && isTokenPart(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private String value() {
        skipBlanks();
        return at < text.length() && text.charAt(at) == '"' ? quoted() : token();
    }

    /** A quoted string may hold commas and semicolons; one without an end goes up to the end of the header. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            boolean escaped = text.charAt(at) == '\\' && at + 1 < text.length();
            at += escaped ? 1 : 0;
            value.append(text.charAt(at));
        }
        at++;
        return value.toString();
    }

    /** Whether this comes next; then it has been read. */
    private boolean next(char mark) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == mark;
        at += there ? 1 : 0;
        return there;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** Past the next such mark outside of quotes. */
    private void skipPast(char mark) {
        while (at < text.length() && text.charAt(at) != mark) {
            if (text.charAt(at) == '"') {
                quoted();
            } else {
                at++;
            }
        }
        at++;
    }

    /** RFC 9110, section 5.6.2. */
    private static boolean isTokenPart(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || MARKS.indexOf(c) >= 0;
    }

    private static double millis(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
