package dev.atmar.relay.guard;

import dev.atmar.http.ApiException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host of a caller's URL: a name that is to be resolved, or an address.
 *
 * @param name in small letters, as it is resolved: a trailing dot stays, for it keeps the search list out
 * @param literal the address; null when it is a name
 */
record Host(String name, InetAddress literal) {
    /** RFC 1123, 2.1. */
    private static final int LONGEST = 253;

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");

    /** A last label by which the WHATWG URL rules, and inet_aton, take the whole for an address. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");

    /**
     * @param field that held the URL, for the error
     * @param text as it stands in the URL; IPv6 in brackets
     * @throws ApiException 400 for what is no name of the DNS, and for an address in another notation than the usual one
     */
    static Host of(String field, String text) {
        if (text.startsWith("[")) {
            return IpLiteral.v6(text.substring(1, text.length() - 1))
                    .map(Host::ofLiteral)
                    .orElseThrow(() -> notAn(field, "IPv6 address (expected: e.g. [2606:4700::1111], without a zone)"));
        }
        String name = text.toLowerCase(Locale.ROOT);
        if (name.length() > LONGEST + (name.endsWith(".") ? 1 : 0)) {
            throw notAn(field, "a host name (expected: at most " + LONGEST + " characters)");
        }
        if (ENDS_IN_A_NUMBER.matcher(name).matches()) {
            return IpLiteral.v4(name)
                    .map(Host::ofLiteral)
                    .orElseThrow(() -> notAn(field, "IPv4 address (expected: four decimal numbers, 0 to 255)"));
        }
        if (!isName(name)) {
            throw notAn(field, "host name (expected: letters, digits and hyphens; others as punycode)");
        }
        return new Host(name, null);
    }

    private static Host ofLiteral(InetAddress literal) {
        return new Host(literal.getHostAddress(), literal);
    }

    private static ApiException notAn(String field, String complaint) {
        return ApiException.badRequest(field, "the host is not an " + complaint);
    }

    /** Whether it is a name of the DNS, and cannot be taken for an address; small letters only. */
    static boolean isName(String text) {
        return text.length() <= LONGEST + 1
                && NAME.matcher(text).matches()
                && !ENDS_IN_A_NUMBER.matcher(text).matches();
    }

    /** The name by which settings know it. */
    static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
