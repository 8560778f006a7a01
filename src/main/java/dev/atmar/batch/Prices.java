package dev.atmar.batch;

import dev.atmar.batch.send.Usage;
import dev.atmar.settings.AccountSettings;
import dev.atmar.settings.AccountSettings.Price;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What models cost, in whatever currency the prices are in. A model without a price is not free, but not known. */
public record Prices(Map<String, Price> byModel) {
    private static final double TOKENS = 1e6;

    public Prices {
        byModel = Map.copyOf(byModel);
    }

    /**
     * @param accounts of two that price one model, the first one counts
     * @param given by the caller: they count before those of the accounts
     */
    public static Prices of(List<AccountSettings> accounts, Map<String, Price> given) {
        Map<String, Price> all = new HashMap<>(given);
        accounts.forEach(account -> account.prices().forEach(all::putIfAbsent));
        return new Prices(all);
    }

    public boolean isEmpty() {
        return byModel.isEmpty();
    }

    /** Empty for a model whose price is not known. */
    OptionalDouble cost(String model, long promptTokens, long completionTokens) {
        Price price = byModel.get(model);
        return price == null
                ? OptionalDouble.empty()
                : OptionalDouble.of((promptTokens * price.input() + completionTokens * price.output()) / TOKENS);
    }

    OptionalDouble cost(String model, Usage usage) {
        return cost(model, usage.promptTokens(), usage.completionTokens());
    }
}
