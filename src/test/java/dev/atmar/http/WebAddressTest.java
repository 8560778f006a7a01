package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class WebAddressTest {
    @Test
    void schemeHostPortPathAndQueryAreTakenApart() {
        assertThat(WebAddress.of("url", "HTTPS://api.test/v1/chat?a=b%20c"))
                .isEqualTo(new WebAddress(true, "api.test", 443, "/v1/chat?a=b%20c"));
        assertThat(WebAddress.of("url", "http://10.0.0.1:8080"))
                .isEqualTo(new WebAddress(false, "10.0.0.1", 8080, "/"));
        assertThat(WebAddress.of("url", "http://host?q").uri()).isEqualTo("/?q");
        assertThat(WebAddress.of("url", "http://host:/x").port()).isEqualTo(80);
    }

    @Test
    void whatIsNotAsciiIsSentAsUtf8() {
        assertThat(WebAddress.of("url", "http://host/北京?q=é%2F").uri()).isEqualTo("/%E5%8C%97%E4%BA%AC?q=%C3%A9%2F");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host/path",
                "/path",
                "ftp://host/",
                "file:///etc/passwd",
                "bus:atmar.chat",
                "http:///path",
                "http://",
                "http://host:0/",
                "http://host:65536/",
                "http://host:99999999999/",
                "http://host:port/",
                "http://me:secret@host/",
                "http://@host/",
                "http://host/#part",
                "http://北京/",
                "http://ho st/",
                "http://host/a b",
                "http://host/\r\nx: y"
            })
    void whatIsNoWebAddressIsRefusedInItsField(String url) {
        assertThatThrownBy(() -> WebAddress.of("base", url)).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.param()).isEqualTo("base");
            assertThat(refused).hasMessageNotContaining("secret");
        });
    }

    @Test
    void lengthIsBounded() {
        String longest = "http://h/" + "x".repeat(8192 - "http://h/".length());

        assertThat(WebAddress.of("url", longest).uri()).hasSize(8192 - "http://h".length());
        assertThatThrownBy(() -> WebAddress.of("url", longest + "x")).hasMessageStartingWith("url: longer than 8192");
    }

    @Test
    void addressOfIpv6IsCalled(Vertx vertx) {
        HttpServer server = Until.done(vertx.createHttpServer()
                .requestHandler(request -> request.response().end())
                .listen(0, "::1"));
        RequestOptions options = WebAddress.of("url", "http://[::1]:" + server.actualPort() + "/x")
                .toOptions(HttpMethod.GET, 5000);

        HttpClient client = vertx.createHttpClient();

        assertThat(Until.done(client.request(options).compose(HttpClientRequest::send))
                        .statusCode())
                .isEqualTo(200);
        client.close();
    }
}
