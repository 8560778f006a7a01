package dev.atmar.http;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names and addresses by which a machine calls itself. */
public final class Loopback {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern HOST =
            Pattern.compile("localhost|::1|\\[::1]|127\\." + OCTET + "\\." + OCTET + "\\." + OCTET);

    private Loopback() {}

    /**
     * Whether a host, without a port, is {@code localhost}, {@code ::1} (also in brackets) or four decimal numbers from
     * {@code 127.0.0.0} on. Nothing is resolved, and no other spelling of these addresses counts.
     */
    public static boolean isHost(String host) {
        return HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
