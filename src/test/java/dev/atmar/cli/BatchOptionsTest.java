package dev.atmar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.batch.send.SendOptions.Concurrency;
import dev.atmar.settings.AccountSettings.Price;
import dev.atmar.settings.SettingsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What {@code batch} makes of its options. */
final class BatchOptionsTest {
    @Test
    void concurrency_isANumberOrFound() {
        Concurrencies converter = new Concurrencies();
        assertThat(converter.convert("40")).isEqualTo(new Concurrency(false, 40));
        assertThat(converter.convert("auto")).isEqualTo(new Concurrency(true, 300));
        assertThat(converter.convert("auto:1000")).isEqualTo(new Concurrency(true, 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "auto:", "auto:0", "100001", "1.5", ""})
    void anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> new Concurrencies().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void prices_areOfAModel_whateverItsName() {
        assertThat(PriceList.of(List.of("a/b=c:d=0.28/0.42", "m=1/2")))
                .isEqualTo(Map.of("a/b=c:d", new Price(0.28, 0.42), "m", new Price(1, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "m=1", "m=-1/2", "=1/2", "m=1/2/3"})
    void aPriceOfAnotherForm_isRefused(String text) {
        assertThatThrownBy(() -> PriceList.of(List.of(text)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("--price: ");
    }

    @Test
    void headersThatHoldAKey_areHidden() {
        Map<String, String> headers = Headers.of(List.of("Authorization: Bearer x", "x-api-key:y", "accept: a"));
        assertThat(BatchSending.shown(headers))
                .isEqualTo(Map.of("Authorization", "***", "x-api-key", "***", "accept", "a"));
    }

    @Test
    void aHeaderWithoutAName_isRefused_andItsValueIsNotShown() {
        assertThatThrownBy(() -> Headers.of(List.of("sk-secret")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'NAME: VALUE'")
                .hasMessageNotContaining("sk-secret");
    }
}
