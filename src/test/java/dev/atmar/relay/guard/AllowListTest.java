package dev.atmar.relay.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.settings.SettingsException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of {@code relay.targets.allow}. */
final class AllowListTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, 80, true",
        "10.0.0.0/8, 11.1.2.3, 80, false",
        "10.0.0.0/8:8080, 10.1.2.3, 8080, true",
        "10.0.0.0/8:8080, 10.1.2.3, 80, false",
        "10.1.2.3, 10.1.2.3, 80, true",
        "10.1.2.3:80, 10.1.2.3, 80, true",
        "10.1.2.3:80, 10.1.2.3, 81, false",
        "::1, ::1, 80, true",
        "::1/128, ::1, 80, true",
        "[::1], ::1, 80, true",
        "[::1]:80, ::1, 80, true",
        "[::1]:80, ::1, 81, false",
        "fd00::/8, fd12::1, 80, true",
        "[fd00::/8]:8080, fd12::1, 8080, true",
        "[fd00::/8]:8080, fd12::1, 80, false",
        "fd00::8080, fd00::8080, 1, true",
        "64:ff9b::/96, 64:ff9b::10.0.0.1, 80, true"
    })
    void range_coversItsMachines(String entry, String machine, int port, boolean covered) {
        AllowList list = new AllowList(List.of(entry));
        assertThat(list.coversMachine(IpLiteral.of(machine).orElseThrow(), port))
                .isEqualTo(covered);
        assertThat(list.coversName("internal.example", port)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "internal.example, internal.example, 80, true",
        "Internal.Example., internal.example, 80, true",
        "internal.example, internal.example., 80, true",
        "internal.example, a.internal.example, 80, false",
        "internal.example, internal.example.com, 80, false",
        "internal.example:8080, internal.example, 8080, true",
        "internal.example:8080, internal.example, 80, false",
        "db, db, 80, true",
        "*.Internal.Example, a.internal.example, 80, true",
        "*.internal.example, a.b.internal.example., 80, true",
        "*.internal.example, internal.example, 80, false",
        "*.internal.example, evilinternal.example, 80, false",
        "*.internal.example:81, a.internal.example, 81, true",
        "*.internal.example:81, a.internal.example, 80, false"
    })
    void name_coversItself(String entry, String name, int port, boolean covered) {
        assertThat(new AllowList(List.of(entry)).coversName(name, port)).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "*.",
                "*.*",
                "*.*.example",
                "a.*.example",
                "*example",
                "http://example",
                "example/8",
                "a b",
                "a_b",
                "a..b",
                "b\u00fccher.example",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0.0/8:",
                "10.0.0.0/8:0",
                "10.0.0.0/8:65536",
                "10.0.0.0:80/8",
                "127.1",
                "2130706433",
                "0x7f.1",
                "127.0.0.1.",
                "*.1",
                "example:80:80",
                "example:http",
                ":80",
                "[::1",
                "::1]",
                "[]",
                "[10.0.0.0/8]:80",
                "[example]:80",
                "[fd00::]/8",
                "fd00::1/8",
                "fe80::1%eth0",
                "::ffff:10.0.0.0/104"
            })
    void entryThatIsMalformed_refusesTheStart(String entry) {
        assertThatThrownBy(() -> new AllowList(List.of("10.0.0.0/8", entry)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("relay.targets.allow: value: \"" + entry + "\" (expected: ");
    }
}
