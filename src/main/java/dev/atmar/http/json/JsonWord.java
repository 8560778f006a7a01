package dev.atmar.http.json;

/** What stands in JSON without quotes: numbers, {@code true}, {@code false} and {@code null}, skipped and checked. */
final class JsonWord {
    /** Bytes; Jackson would read no longer ones. */
    private static final int LONGEST_NUMBER = 1000;

    private final byte[] bytes;
    private final int to;

    JsonWord(byte[] bytes, int to) {
        this.bytes = bytes;
        this.to = to;
    }

    /**
     * Where it ends. What stands right behind it is of it, unless it is a comma, a bracket or blank.
     *
     * @throws JsonFault when it is none
     */
    int skip(int start) {
        int end = switch (byteAt(start)) {
            case 't' -> word("true", start);
            case 'f' -> word("false", start);
            case 'n' -> word("null", start);
            default -> number(start);
        };
        byte next = byteAt(end);
        if (end < to && next != ',' && next != '}' && next != ']' && !JsonBlank.isBlank(next)) {
            throw fault(end);
        }
        return end;
    }

    private int word(String word, int start) {
        for (int index = 0; index < word.length(); index++) {
            if (byteAt(start + index) != word.charAt(index)) {
                throw fault(start + index);
            }
        }
        return start + word.length();
    }

    private int number(int start) {
        int at = byteAt(start) == '-' ? start + 1 : start;
        at = byteAt(at) == '0' ? at + 1 : digits(at);
        if (byteAt(at) == '.') {
            at = digits(at + 1);
        }
        if ((byteAt(at) | 0x20) == 'e') {
            byte sign = byteAt(at + 1);
            at = digits(sign == '+' || sign == '-' ? at + 2 : at + 1);
        }
        if (at - start > LONGEST_NUMBER) {
            throw fault(at);
        }
        return at;
    }

    private int digits(int start) {
        int at = start;
        while (byteAt(at) >= '0' && byteAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw fault(at);
        }
        return at;
    }

    /** Zero behind the end. */
    private byte byteAt(int at) {
        return at < to ? bytes[at] : 0;
    }

    private JsonFault fault(int at) {
        return new JsonFault(Math.min(at, to));
    }
}
