package dev.atmar.cli;

import dev.atmar.settings.AccountSettings.Price;
import dev.atmar.settings.SettingsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prices as they are given on a command line: {@code MODEL=IN/OUT}, per million tokens. */
final class PriceList {
    private static final String NUMBER = "\\d{1,9}(?:\\.\\d{1,9})?";
    private static final Pattern FORM = Pattern.compile("(.+)=(" + NUMBER + ")/(" + NUMBER + ")");

    private PriceList() {}

    /**
     * @throws SettingsException for one of another form
     */
    static Map<String, Price> of(List<String> given) {
        Map<String, Price> prices = new LinkedHashMap<>();
        for (String text : given) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new SettingsException(
                        "--price",
                        "value: " + text + " (expected: MODEL=IN/OUT, per million tokens, e.g. gpt-4o=2.5/10)");
            }
            Price price = new Price(Double.parseDouble(matcher.group(2)), Double.parseDouble(matcher.group(3)));
            prices.put(matcher.group(1), price);
        }
        return prices;
    }
}
