package dev.atmar.http.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Where the members of one JSON object stand; of a name that is there twice the last one counts. */
final class JsonMembers {
    /** Of each member: its name's first quote, behind the last one, its value's first byte, behind the last one. */
    private static final int PLACES = 4;

    private final byte[] bytes;
    private final int most;
    private int[] places = new int[8 * PLACES];
    private int count;
    private boolean unfinished;

    /** Whether all names are ASCII without escapes, so that as many bytes as letters are the same letters. */
    private boolean plain = true;

    /** Made when it is needed first. */
    private Map<String, Integer> byName;

    /**
     * @param most members, which take a multiple of what the shortest ones take as text
     */
    JsonMembers(byte[] bytes, int most) {
        this.bytes = bytes;
        this.most = most;
    }

    /**
     * Reads one object to its end; after a fault, what has been read of it is here.
     *
     * @param depth of what stands in it: 1 for the outermost
     * @throws JsonFault when it is none, or has too many members
     */
    JsonMembers read(JsonScan scan, int depth) {
        scan.require('{');
        if (scan.take('}')) {
            return this;
        }
        do {
            scan.next();
            int name = scan.position();
            scan.skipName();
            begin(name, scan.position());
            scan.require(':');
            scan.next();
            int value = scan.position();
            scan.skipValue(depth);
            end(value, scan.position());
        } while (scan.take(','));
        scan.require('}');
        return this;
    }

    private void begin(int start, int end) {
        if (count == most) {
            throw JsonFault.tooManyMembers(start, most);
        }
        int base = count * PLACES;
        if (base == places.length) {
            places = Arrays.copyOf(places, 2 * base);
        }
        places[base] = start;
        places[base + 1] = end;
        for (int index = start; index < end; index++) {
            plain &= bytes[index] >= 0 && bytes[index] != '\\';
        }
        count++;
        unfinished = true;
    }

    private void end(int start, int end) {
        int base = (count - 1) * PLACES;
        places[base + 2] = start;
        places[base + 3] = end;
        unfinished = false;
    }

    /** The name of the member in which reading stopped; null: in none. */
    String unfinished() {
        return unfinished ? name(count - 1) : null;
    }

    /** The last member of that name; -1 when there is none. */
    int find(String name) {
        if (!plain) {
            return byName().getOrDefault(name, -1);
        }
        for (int member = count - 1; member >= 0; member--) {
            if (isNamed(member, name)) {
                return member;
            }
        }
        return -1;
    }

    int count() {
        return count;
    }

    /** Whether its name is one of them. */
    boolean isAmong(int member, Set<String> names) {
        if (!plain) {
            return names.contains(name(member));
        }
        for (String name : names) {
            if (isNamed(member, name)) {
                return true;
            }
        }
        return false;
    }

    private boolean isNamed(int member, String name) {
        int start = nameStart(member) + 1;
        if (places[member * PLACES + 1] - 1 - start != name.length()) {
            return false;
        }
        for (int index = 0; index < name.length(); index++) {
            if (bytes[start + index] != name.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    /** The last member of each name, in the order in which the names first came. */
    Map<String, Integer> byName() {
        if (byName == null) {
            byName = new LinkedHashMap<>();
            for (int member = 0; member < count; member++) {
                byName.put(name(member), member);
            }
        }
        return byName;
    }

    String name(int member) {
        return JsonText.decode(bytes, nameStart(member), places[member * PLACES + 1]);
    }

    /** What its value says, which is text. */
    String text(int member) {
        return JsonText.decode(bytes, start(member), end(member));
    }

    JsonKind kind(int member) {
        return JsonKind.of(bytes[start(member)]);
    }

    /** Index of the first quote of its name. */
    int nameStart(int member) {
        return places[member * PLACES];
    }

    /** Index of the first byte of its value. */
    int start(int member) {
        return places[member * PLACES + 2];
    }

    /** Index behind its value. */
    int end(int member) {
        return places[member * PLACES + 3];
    }
}
