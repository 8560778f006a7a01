package dev.atmar.relay.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses written as such, and only in the one way that all readers read alike: four decimal numbers without leading
 * zeros, or IPv6 (RFC 4291, 2.2) without a zone. Nothing is ever resolved.
 */
final class IpLiteral {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String QUAD = BYTE + "(\\." + BYTE + "){3}";
    private static final Pattern V4 = Pattern.compile(QUAD);

    /** What the JDK's reader, which counts the groups, would let pass in a group or in an IPv4 tail is caught here. */
    private static final Pattern V6 = Pattern.compile("([0-9A-Fa-f]{0,4}:){2,8}([0-9A-Fa-f]{0,4}|" + QUAD + ")");

    private IpLiteral() {}

    static Optional<InetAddress> of(String text) {
        return text.indexOf(':') < 0 ? v4(text) : v6(text);
    }

    static Optional<InetAddress> v4(String text) {
        return V4.matcher(text).matches() ? parse(text) : Optional.empty();
    }

    /**
     * An IPv4-mapped address ({@code ::ffff:a.b.c.d}) is, as everywhere in Java, the IPv4 address.
     *
     * @param text without brackets
     */
    static Optional<InetAddress> v6(String text) {
        return V6.matcher(text).matches() ? parse("[" + text + "]") : Optional.empty();
    }

    private static Optional<InetAddress> parse(String literal) {
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
