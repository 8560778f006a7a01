package dev.atmar.relay.guard;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses of one family (RFC 4632; RFC 4291, 2.3).
 *
 * @param network its first address
 * @param bits how many of them all its addresses have in common
 */
record Cidr(InetAddress network, int bits) {
    private static final Pattern BITS = Pattern.compile("0|[1-9]\\d{0,2}");

    /**
     * {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address. Empty for what is none: bits set behind the prefix are
     * a slip of whoever wrote it, and of IPv4 in the notation of IPv6 the prefix would be of another length.
     */
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        return IpLiteral.of(literal)
                .filter(network -> literal.indexOf(':') < 0 || network.getAddress().length == 16)
                .flatMap(network -> of(network, slash < 0 ? "" : text.substring(slash + 1), slash < 0));
    }

    private static Optional<Cidr> of(InetAddress network, String bits, boolean single) {
        int all = network.getAddress().length * 8;
        if (single) {
            return Optional.of(new Cidr(network, all));
        }
        if (!BITS.matcher(bits).matches() || Integer.parseInt(bits) > all) {
            return Optional.empty();
        }
        return Optional.of(new Cidr(network, Integer.parseInt(bits))).filter(Cidr::beginsAtItsNetwork);
    }

    private boolean beginsAtItsNetwork() {
        byte[] bytes = network.getAddress();
        for (int bit = bits; bit < bytes.length * 8; bit++) {
            if ((bytes[bit / 8] >>> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean contains(InetAddress address) {
        byte[] prefix = network.getAddress();
        byte[] bytes = address.getAddress();
        int whole = bits / 8;
        return bytes.length == prefix.length
                && Arrays.equals(bytes, 0, whole, prefix, 0, whole)
                && (bits % 8 == 0 || (bytes[whole] ^ prefix[whole]) >>> (8 - bits % 8) == 0);
    }
}
