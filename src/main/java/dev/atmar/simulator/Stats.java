package dev.atmar.simulator;

import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code /stats} tells: the counts of all requests for a chat completion, those of every account, and the faults. */
final class Stats {
    private final int maxAccounts;
    private final Tally total = new Tally();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Account others = new Account("others", new Tally());
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private double longestMillis;
    private double sumMillis;
    private long answers;

    /**
     * @param maxAccounts told apart; the keys of all others share one account more
     */
    Stats(int maxAccounts) {
        this.maxAccounts = maxAccounts;
    }

    Account account(ApiKey key) {
        Account known = accounts.get(key.account());
        if (known != null) {
            return known;
        }
        if (accounts.size() == maxAccounts) {
            return others;
        }
        Account next = new Account("account-" + (accounts.size() + 1), new Tally());
        accounts.put(key.account(), next);
        return next;
    }

    Tally total() {
        return total;
    }

    /** This is going to be wrong with an answer. */
    void fault(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    /** An answer is going to take so long at full speed. */
    void latency(double millis) {
        longestMillis = Math.max(longestMillis, millis);
        sumMillis += millis;
        answers++;
    }

    void reset() {
        total.reset();
        accounts.values().forEach(account -> account.tally().reset());
        others.tally().reset();
        faults.clear();
        longestMillis = 0;
        sumMillis = 0;
        answers = 0;
    }

    JsonObject toJson() {
        JsonObject byName = new JsonObject();
        accounts.values()
                .forEach(account -> byName.put(account.name(), account.tally().toJson()));
        if (accounts.size() == maxAccounts) {
            byName.put(others.name(), others.tally().toJson());
        }
        JsonObject byFault = new JsonObject();
        faults.forEach((fault, times) -> byFault.put(fault.toString(), times));
        return total.toJson()
                .put("longest_ms", Math.round(longestMillis))
                .put("mean_ms", answers == 0 ? 0 : Math.round(sumMillis / answers))
                .put("faults", byFault)
                .put("accounts", byName);
    }
}
