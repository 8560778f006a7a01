package dev.atmar.relay.guard;

import dev.atmar.settings.SettingsException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code relay.targets.allow}: what may be called although it is not public, each with a port of its own or with any. */
final class AllowList {
    private static final String KEY = "relay.targets.allow";
    private static final String EXPECTED =
            " (expected: 10.0.0.0/8, fd00::/8, a host name or *.suffix, each with :PORT if need be; [fd00::/8]:PORT)";

    private static final Pattern WITH_PORT = Pattern.compile("(\\[([^\\[\\]]+)]|[^\\[\\]:]+)(?::([1-9]\\d{0,4}))?");
    private static final Pattern IPV6_ALONE = Pattern.compile("[^\\[\\]:]*:[^\\[\\]:]*:[^\\[\\]]*");
    private static final int ANY_PORT = 0;

    private final List<Range> ranges = new ArrayList<>();
    private final List<Name> names = new ArrayList<>();

    private record Range(Cidr cidr, int port) {
        private boolean covers(InetAddress machine, int asked) {
            return isFor(port, asked) && cidr.contains(machine);
        }
    }

    /** A name without its last dot; with {@code below}, all names that end in a dot and it. */
    private record Name(String name, boolean below, int port) {
        private boolean covers(String host, int asked) {
            return isFor(port, asked) && (below ? host.endsWith("." + name) : host.equals(name));
        }
    }

    /**
     * @throws SettingsException for an entry that is none of what is expected
     */
    AllowList(List<String> entries) {
        entries.forEach(this::add);
    }

    private void add(String entry) {
        Matcher withPort = WITH_PORT.matcher(entry);
        if (IPV6_ALONE.matcher(entry).matches()) {
            ranges.add(new Range(range(entry, entry), ANY_PORT));
        } else if (!withPort.matches()) {
            throw malformed(entry);
        } else if (withPort.group(2) != null) {
            ranges.add(new Range(ipv6(entry, withPort.group(2)), port(entry, withPort.group(3))));
        } else {
            add(entry, withPort.group(1), port(entry, withPort.group(3)));
        }
    }

    private void add(String entry, String rangeOrName, int port) {
        Optional<Cidr> range = Cidr.parse(rangeOrName);
        if (range.isPresent()) {
            ranges.add(new Range(range.get(), port));
            return;
        }
        boolean below = rangeOrName.startsWith("*.");
        String name =
                Host.withoutTrailingDot((below ? rangeOrName.substring(2) : rangeOrName).toLowerCase(Locale.ROOT));
        if (!Host.isName(name)) {
            throw malformed(entry);
        }
        names.add(new Name(name, below, port));
    }

    private static Cidr ipv6(String entry, String text) {
        if (text.indexOf(':') < 0) {
            throw malformed(entry);
        }
        return range(entry, text);
    }

    private static Cidr range(String entry, String text) {
        return Cidr.parse(text).orElseThrow(() -> malformed(entry));
    }

    private static int port(String entry, String digits) {
        int port = digits == null ? ANY_PORT : Integer.parseInt(digits);
        if (port > 65535) {
            throw malformed(entry);
        }
        return port;
    }

    private static SettingsException malformed(String entry) {
        return new SettingsException(KEY, "value: \"" + entry + "\"" + EXPECTED);
    }

    private static boolean isFor(int port, int asked) {
        return port == ANY_PORT || port == asked;
    }

    /** Whether the name may be called at this port, whatever it resolves to. */
    boolean coversName(String name, int port) {
        String host = Host.withoutTrailingDot(name);
        return names.stream().anyMatch(entry -> entry.covers(host, port));
    }

    /** Whether the machine may be called at this port, by whatever name. */
    boolean coversMachine(InetAddress machine, int port) {
        return ranges.stream().anyMatch(entry -> entry.covers(machine, port));
    }

    /** Whether some entry names this very port for the host, or for the machine. */
    boolean namesPort(String name, InetAddress machine, int port) {
        String host = Host.withoutTrailingDot(name);
        return names.stream().anyMatch(entry -> entry.port == port && entry.covers(host, port))
                || ranges.stream().anyMatch(entry -> entry.port == port && entry.covers(machine, port));
    }

    /** Whether some entry names this very port, for whatever host. */
    boolean namesPort(int port) {
        return names.stream().anyMatch(entry -> entry.port == port)
                || ranges.stream().anyMatch(entry -> entry.port == port);
    }
}
