package dev.atmar.relay.guard;

import dev.atmar.http.ApiException;
import dev.atmar.http.Loopback;
import dev.atmar.settings.RelaySettings;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/** Which machines and ports callers' URLs may lead to; names are resolved before they come here. */
final class TargetRules {
    private final AllowList allow;
    private final Set<Integer> ports;

    /** Whoever can call a relay on loopback is on its machine already, and needs no relay to call loopback. */
    private final boolean loopbackToo;

    TargetRules(RelaySettings settings) {
        allow = new AllowList(settings.targets().allow());
        ports = Set.copyOf(settings.targets().ports());
        loopbackToo = Loopback.isHost(settings.host());
    }

    /**
     * Spares names their resolution that are refused whatever they resolve to.
     *
     * @throws ApiException 403
     */
    void requirePort(String field, Host host, int port) {
        if (!isOpen(port) && !allow.namesPort(port)) {
            throw portRefused(field, host, port);
        }
    }

    /**
     * The first of the machines, when none of them is refused.
     *
     * @param machines all that the host resolved to; at least one
     * @throws ApiException 403
     */
    InetAddress choose(String field, Host host, List<InetAddress> machines, int port) {
        boolean allowed = allow.coversName(host.name(), port);
        for (InetAddress machine : machines) {
            if (!isOpen(port) && !allow.namesPort(host.name(), machine, port)) {
                throw portRefused(field, host, port);
            }
            if (!allowed && !isLoopbackForLoopback(machine) && !allow.coversMachine(machine, port)) {
                requirePublic(field, host, machine);
            }
        }
        return machines.get(0);
    }

    private boolean isOpen(int port) {
        return ports.isEmpty() || ports.contains(port);
    }

    private boolean isLoopbackForLoopback(InetAddress machine) {
        return loopbackToo && machine.isLoopbackAddress();
    }

    private static void requirePublic(String field, Host host, InetAddress machine) {
        SpecialPurpose.of(machine).ifPresent(what -> {
            throw refused(field, host, "is " + what + "; relay.targets.allow does not list it");
        });
    }

    private static ApiException portRefused(String field, Host host, int port) {
        return refused(
                field,
                host,
                "may not be called at port " + port
                        + ": relay.targets.ports does not list it, and relay.targets.allow not with this host");
    }

    private static ApiException refused(String field, Host host, String why) {
        return ApiException.of(403, "target_not_allowed", field + ": " + host.name() + " " + why);
    }
}
