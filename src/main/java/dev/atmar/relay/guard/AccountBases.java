package dev.atmar.relay.guard;

import dev.atmar.http.ApiException;
import dev.atmar.http.WebAddress;
import dev.atmar.settings.AccountSettings;
import dev.atmar.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The base URLs of the accounts, below which callers' URLs may point wherever the accounts are. */
final class AccountBases {
    /** Steps that a server may take up the tree, and escapes that may turn into such steps. */
    private static final Pattern LEAVES_ITS_PATH = Pattern.compile("(?i).*(/\\.{1,2}([/;].*)?|%(2e|2f|5c).*)");

    private final List<WebAddress> bases = new ArrayList<>();

    /**
     * @throws SettingsException for a base URL with a port that cannot be called
     */
    AccountBases(List<AccountSettings> accounts) {
        for (int index = 0; index < accounts.size(); index++) {
            bases.add(base("relay.accounts." + index, accounts.get(index).url()));
        }
    }

    private static WebAddress base(String key, String url) {
        try {
            return WebAddress.of("url", url);
        } catch (ApiException refused) {
            throw new SettingsException(key, refused.getMessage());
        }
    }

    boolean cover(WebAddress address) {
        return bases.stream().anyMatch(base -> covers(base, address));
    }

    private static boolean covers(WebAddress base, WebAddress address) {
        return base.tls() == address.tls()
                && base.port() == address.port()
                && base.host().equalsIgnoreCase(address.host())
                && isAtOrBelow(base.uri(), path(address));
    }

    private static boolean isAtOrBelow(String base, String path) {
        String below = base.endsWith("/") ? base : base + "/";
        return (path.equals(base) || path.startsWith(below))
                && !LEAVES_ITS_PATH.matcher(path).matches();
    }

    private static String path(WebAddress address) {
        int query = address.uri().indexOf('?');
        return query < 0 ? address.uri() : address.uri().substring(0, query);
    }
}
