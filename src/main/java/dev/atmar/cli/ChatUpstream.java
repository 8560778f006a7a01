package dev.atmar.cli;

import dev.atmar.settings.AccountSettings;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.Secret;
import dev.atmar.settings.SettingsException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whom {@code ask} asks: the first account of the settings, unless its options say otherwise. */
final class ChatUpstream {
    private static final String EXPECTED = " (expected: env:NAME or file:PATH)";

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = BaseUrls.class,
            description = "base URL, e.g. https://api.deepseek.com/v1 (default: the first account's)")
    private String url;

    @Option(names = "--key", paramLabel = "KEY", description = "env:NAME or file:PATH (default: the first account's)")
    private String key;

    String base(RelaySettings relay) {
        return url != null
                ? url
                : first(relay).map(AccountSettings::url).orElse(relay.deepseek().url());
    }

    /**
     * An account's key goes to that account's address only.
     *
     * @throws SettingsException when there is none
     */
    String key(RelaySettings relay) {
        if (key != null) {
            Secret given = Secret.of(key);
            return given.reveal().orElseThrow(() -> new SettingsException("--key", given.missing() + EXPECTED));
        }
        AccountSettings account = first(relay)
                .filter(known -> known.url().equals(base(relay)))
                .orElseThrow(() -> new SettingsException("--key", "missing; no account has this url" + EXPECTED));
        return account.presentKeys().stream()
                .findFirst()
                .orElseThrow(() -> new SettingsException(
                        "--key", "missing, and account " + account.name() + " has none" + EXPECTED));
    }

    private static Optional<AccountSettings> first(RelaySettings relay) {
        return relay.accounts().stream().findFirst();
    }
}
