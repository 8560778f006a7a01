package dev.atmar.relay.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of addresses, and which address is in which. */
final class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "100.64.0.0/10, 100.127.255.255, true",
        "100.64.0.0/10, 100.128.0.0, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.2, false",
        "10.1.2.2/31, 10.1.2.3, true",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 1.2.3.4, false",
        "::/0, 2001:db8::1, true",
        "fc00::/7, fdff::1, true",
        "fc00::/7, fe00::1, false",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "64:ff9b::/96, 64:ff9b::10.0.0.1, true",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.0.0.1, true"
    })
    void range_holdsWhatSharesItsPrefix(String range, String address, boolean inside) {
        InetAddress machine = IpLiteral.of(address).orElseThrow();
        assertThat(Cidr.parse(range).orElseThrow().contains(machine)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.1/8",
                "10.0.0/8",
                "10/8",
                "010.0.0.0/8",
                "0x0a.0.0.0/8",
                "::/129",
                "fd00::1/8",
                "fd00:::/8",
                "fe80::1%1",
                "fe80::1%eth0/128",
                "[::1]/128",
                "::ffff:10.0.0.0/104",
                "::ffff:10.0.0.0/8",
                "localhost",
                "10.0.0.0/8 "
            })
    void rangeThatIsNone_isNotGuessed(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }
}
