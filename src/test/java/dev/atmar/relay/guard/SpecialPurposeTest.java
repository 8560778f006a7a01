package dev.atmar.relay.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are hosts of the public internet; first and last of each range, and their neighbours. */
final class SpecialPurposeTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.255.255.255",
        "10.0.0.0, 10.255.255.255",
        "100.64.0.0, 100.127.255.255",
        "127.0.0.0, 127.255.255.255",
        "169.254.0.0, 169.254.255.255",
        "169.254.169.254, 168.63.129.16",
        "172.16.0.0, 172.31.255.255",
        "192.0.0.0, 192.0.0.255",
        "192.0.2.0, 192.0.2.255",
        "192.88.99.0, 192.88.99.255",
        "192.168.0.0, 192.168.255.255",
        "198.18.0.0, 198.19.255.255",
        "198.51.100.0, 198.51.100.255",
        "203.0.113.0, 203.0.113.255",
        "224.0.0.0, 239.255.255.255",
        "240.0.0.0, 255.255.255.255",
        "::, ::1",
        "::2, ::ffff:ffff",
        "::7f00:1, ::127.0.0.1",
        "::ffff:127.0.0.1, ::ffff:a9fe:a9fe",
        "::ffff:0:127.0.0.1, ::ffff:0:8.8.8.8",
        "64:ff9b::, 64:ff9b::ffff:ffff",
        "64:ff9b::10.0.0.1, 64:ff9b::8.8.8.8",
        "64:ff9b:1::, 64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
        "100::, 100::ffff:ffff:ffff:ffff",
        "2001::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, 2001:10::1",
        "2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2002::, 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2002:7f00:1::1, 2002:808:808::1",
        "3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
        "5f00::, 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fc00::, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fd00:ec2::254, fd20:ce::254",
        "fe80::, febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fec0::, feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "ff00::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2606:4700::5efe:10.0.0.1, 2606:4700::200:5efe:127.0.0.1",
        "4000::1, 9000::1",
        "1000::1, e000::1"
    })
    void addressThatIsNoPublicHost_isKnown(String first, String last) {
        for (String address : new String[] {first, last}) {
            assertThat(SpecialPurpose.of(IpLiteral.of(address).orElseThrow()))
                    .as(address)
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111",
                "2620:4f:8000::1",
                "2a00:1450:4001:80b::200e",
                "3ffe:ffff::1"
            })
    void publicAddress_isNothingSpecial(String address) {
        assertThat(SpecialPurpose.of(IpLiteral.of(address).orElseThrow())).isEmpty();
    }

    /** Java makes IPv4 of a mapped address almost everywhere; not here. */
    @Test
    void mappedAddressThatStayedIpv6_isNotPublic() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
        assertThat(SpecialPurpose.of(Inet6Address.getByAddress("x", mapped, 0))).isPresent();
    }
}
