package dev.atmar.http;

/** Whether who listens at a host is reached from its own machine only. */
public final class Loopback {
    private Loopback() {}

    /**
     * @param host as a setting has it: a name, or an address without brackets; nothing is resolved
     */
    public static boolean isHost(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
