package dev.atmar.relay.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.WebAddress;
import dev.atmar.limit.Limiter;
import dev.atmar.limit.Limiters;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long it takes to connect, known by scheme, host and port. */
@ExtendWith(VertxExtension.class)
final class OriginsTest {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofMillis(50);

    private final Origins origins = new Origins();

    @ParameterizedTest
    @CsvSource({
        "http://Host/v1/x, http://host:80",
        "https://HOST/v1, https://host:443",
        "http://host:81/?q, http://host:81",
        "http://[::1]:9/, http://[::1]:9"
    })
    void pathsAndCapitals_makeNoDifference(String url, String origin) {
        assertThat(Origins.of(WebAddress.of("url", url))).isEqualTo(origin);
    }

    @Test
    void shortestTime_isKept() {
        assertThat(origins.shortest("a")).isEmpty();
        origins.connected("a", LONG);
        origins.connected("a", SHORT);
        origins.connected("a", LONG);
        assertThat(origins.shortest("a")).hasValue(SHORT);
        assertThat(origins.shortest("b")).isEmpty();
    }

    @Test
    void accountsThatShareConnections_areToldOfAShorterTimeOnly(Vertx vertx) {
        Limiters limiters = new Limiters(vertx, 1, 1);
        Limiter one = limiters.fixed("one", 1);
        Limiter other = limiters.fixed("other", 1);
        origins.settle("a", one);
        origins.settle("a", other);
        origins.settle("b", limiters.fixed("elsewhere", 1));
        assertThat(origins.connected("a", LONG)).containsExactly(one, other);
        assertThat(origins.connected("a", LONG)).isEmpty();
        assertThat(origins.connected("a", SHORT)).containsExactly(one, other);
        assertThat(origins.connected("c", SHORT)).isEmpty();
    }

    @Test
    void callersOrigins_areBounded_theOneUnusedForLongestGoes() {
        origins.connected("first", SHORT);
        origins.connected("second", SHORT);
        for (int origin = 0; origin < Origins.MOST - 1; origin++) {
            origins.shortest("first");
            origins.connected("o" + origin, SHORT);
        }
        assertThat(origins.size()).isEqualTo(Origins.MOST);
        assertThat(origins.shortest("first")).hasValue(SHORT);
        assertThat(origins.shortest("second")).isEmpty();
    }
}
