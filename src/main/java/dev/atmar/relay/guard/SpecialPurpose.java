package dev.atmar.relay.guard;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that are no host of the public internet, each range with what it is. From IANA's special-purpose
 * registries of IPv4 and IPv6 (RFC 6890); of IPv6 all that is not handed out as global unicast, and every form that
 * carries an IPv4 address in it, whose way leads wherever a translator or tunnel takes it.
 */
final class SpecialPurpose {
    private static final List<Range> RANGES = List.of(
            range("0.0.0.0/8", "the host itself (RFC 791)"),
            range("10.0.0.0/8", "in a private network (RFC 1918)"),
            range("100.64.0.0/10", "in a provider's own network (RFC 6598)"),
            range("127.0.0.0/8", "loopback"),
            range("168.63.129.16/32", "Azure's own service, seen by its machines only"),
            range("169.254.0.0/16", "link-local, where clouds keep metadata (RFC 3927)"),
            range("172.16.0.0/12", "in a private network (RFC 1918)"),
            range("192.0.0.0/24", "reserved for protocols (RFC 6890)"),
            range("192.0.2.0/24", "for documentation (RFC 5737)"),
            range("192.88.99.0/24", "a relay of 6to4 (RFC 7526)"),
            range("192.168.0.0/16", "in a private network (RFC 1918)"),
            range("198.18.0.0/15", "for benchmarks (RFC 2544)"),
            range("198.51.100.0/24", "for documentation (RFC 5737)"),
            range("203.0.113.0/24", "for documentation (RFC 5737)"),
            range("224.0.0.0/4", "multicast (RFC 1112)"),
            range("255.255.255.255/32", "broadcast (RFC 919)"),
            range("240.0.0.0/4", "reserved (RFC 1112)"),
            range("::/128", "the host itself (RFC 4291)"),
            range("::1/128", "loopback"),
            range("::/96", "an IPv4 address in IPv6 (RFC 4291)"),
            range("::ffff:0:0:0/96", "an IPv4 address in IPv6 (RFC 2765)"),
            range("64:ff9b::/96", "an IPv4 address behind NAT64 (RFC 6052)"),
            range("64:ff9b:1::/48", "an IPv4 address behind NAT64 (RFC 8215)"),
            range("100::/64", "discarded (RFC 6666)"),
            range("100:0:0:1::/64", "a dummy prefix (RFC 9780)"),
            range("2001::/32", "an IPv4 address behind Teredo (RFC 4380)"),
            range("2001::/23", "reserved for protocols (RFC 2928)"),
            range("2001:db8::/32", "for documentation (RFC 3849)"),
            range("2002::/16", "an IPv4 address behind 6to4 (RFC 3056)"),
            range("3fff::/20", "for documentation (RFC 9637)"),
            range("5f00::/16", "a segment of a route (RFC 9602)"),
            range("fc00::/7", "in a private network (RFC 4193)"),
            range("fe80::/10", "link-local (RFC 4291)"),
            range("fec0::/10", "site-local (RFC 3879)"),
            range("ff00::/8", "multicast (RFC 4291)"),
            range("::/3", "not handed out by IANA"),
            range("4000::/2", "not handed out by IANA"),
            range("8000::/1", "not handed out by IANA"));

    private SpecialPurpose() {}

    private record Range(Cidr cidr, String what) {}

    private static Range range(String cidr, String what) {
        return new Range(Cidr.parse(cidr).orElseThrow(), what);
    }

    /** What the address is, to stand behind "is"; empty for a host of the public internet. */
    static Optional<String> of(InetAddress address) {
        return RANGES.stream()
                .filter(range -> range.cidr.contains(address))
                .map(Range::what)
                .findFirst()
                .or(() -> isatap(address.getAddress()));
    }

    /** RFC 5214, 6.1: whatever the prefix is, the interface's half is {@code [02]00:5efe:a.b.c.d}. */
    private static Optional<String> isatap(byte[] bytes) {
        boolean embeds = bytes.length == 16
                && (bytes[8] & ~2) == 0
                && bytes[9] == 0
                && bytes[10] == 0x5e
                && bytes[11] == (byte) 0xfe;
        return embeds ? Optional.of("an IPv4 address behind ISATAP (RFC 5214)") : Optional.empty();
    }
}
