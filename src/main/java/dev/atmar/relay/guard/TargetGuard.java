package dev.atmar.relay.guard;

import dev.atmar.http.ApiException;
import dev.atmar.http.WebAddress;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.SettingsException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Stands between callers' URLs and the network the relay is in: a URL passes when it can be read in one way only, and all
 * that its host resolves to is public or is allowed by the settings. The call then goes to the very address that was
 * looked at, so that a name cannot lead elsewhere afterwards. Shared by all instances of a relay.
 */
public final class TargetGuard {
    private static final int RESOLVING_THREADS = 16;

    private final AccountBases accounts;
    private final TargetRules rules;
    private final NameCache names;

    TargetGuard(Vertx vertx, RelaySettings settings, String relayName, Resolver resolver, LongSupplier nanoTime) {
        accounts = new AccountBases(settings.accounts());
        rules = new TargetRules(settings);
        WorkerExecutor pool = vertx.createSharedWorkerExecutor("atmar-names-" + relayName, RESOLVING_THREADS);
        names = new NameCache(vertx, pool, resolver, settings.connectMs(), nanoTime);
    }

    /**
     * Names are resolved on a pool that belongs to the calling verticle, and ends with it.
     *
     * @param relayName name of this relay within its Vert.x instance; pools of the same name would be one pool
     * @throws SettingsException for an entry of {@code relay.targets.allow} that cannot be read
     */
    public static TargetGuard of(Vertx vertx, RelaySettings settings, String relayName) {
        return new TargetGuard(vertx, settings, relayName, InetAddress::getAllByName, System::nanoTime);
    }

    /**
     * Where to call; completes on the calling context, for most URLs at once. Fails with {@link ApiException}: 400 for a
     * URL that is none or may be read in two ways, and for a name that does not resolve; 403 for what is not allowed; 503
     * and 504 when too many names, or this one, take too long to resolve.
     *
     * @param field that held the URL, for the error
     * @param url as the caller wrote it
     */
    public Future<Target> check(String field, String url) {
        try {
            CallersUrl callers = CallersUrl.of(field, url);
            return accounts.cover(callers.address())
                    ? Future.succeededFuture(Target.trusted(callers.address()))
                    : check(field, callers.address(), callers.host());
        } catch (ApiException refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<Target> check(String field, WebAddress address, Host host) {
        rules.requirePort(field, host, address.port());
        return machines(field, host)
                .map(machines -> new Target(address, rules.choose(field, host, machines, address.port()), false));
    }

    private Future<List<InetAddress>> machines(String field, Host host) {
        return host.literal() != null
                ? Future.succeededFuture(List.of(host.literal()))
                : names.resolve(host.name()).recover(failure -> Future.failedFuture(told(field, failure)));
    }

    private static Throwable told(String field, Throwable failure) {
        return failure instanceof UnknownHostException
                ? ApiException.badRequest(field, "host_not_found", "the host's name does not resolve")
                : failure;
    }
}
