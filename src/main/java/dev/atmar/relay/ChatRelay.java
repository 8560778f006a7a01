package dev.atmar.relay;

import dev.atmar.relay.account.Accounts;
import dev.atmar.relay.guard.TargetGuard;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Vertx;

/**
 * What the chat routes of one event loop work with.
 *
 * @param accounts shared by all loops
 * @param guard shared by all loops
 * @param upstream this loop's own
 */
record ChatRelay(Vertx vertx, RelaySettings settings, Accounts accounts, TargetGuard guard, Upstream upstream) {}
