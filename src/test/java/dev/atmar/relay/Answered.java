package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;

/** What every error must look like to a caller. */
final class Answered {
    private Answered() {}

    /**
     * @param param the field at fault, or null
     * @return the error, for what else is to be said of it
     */
    static JsonObject error(HttpResponse<String> answer, int status, String code, String param) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        return error(new JsonObject(answer.body()), code, param);
    }

    static JsonObject error(JsonObject answer, String code, String param) {
        assertThat(answer.fieldNames()).containsExactly("error");
        JsonObject error = answer.getJsonObject("error");
        assertThat(error.fieldNames()).containsExactly("message", "type", "param", "code");
        assertThat(error.getString("message")).isNotBlank();
        assertThat(error.getString("type")).isNotBlank();
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("param")).isEqualTo(param);
        return error;
    }
}
