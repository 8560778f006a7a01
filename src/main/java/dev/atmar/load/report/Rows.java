package dev.atmar.load.report;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;

/** The requests of a run as text, one a line, from the batches of {@code atmar.load.samples}. */
public enum Rows {
    /** RFC 4180 but for the line ends, which are line feeds; a value that is not there is empty. */
    CSV {
        @Override
        public String header(JsonArray columns) {
            return String.join(",", columns.stream().map(Object::toString).toList()) + "\n";
        }

        @Override
        void append(StringBuilder text, JsonArray columns, JsonArray row) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "" : ",").append(cell(row.getValue(i)));
            }
        }

        private String cell(Object value) {
            if (value == null) {
                return "";
            }
            String plain = value instanceof Number number ? digits(number) : value.toString();
            boolean quoted = plain.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
        }
    },

    /** One JSON object a line; a value that is not there is null. */
    JSON_LINES {
        @Override
        public String header(JsonArray columns) {
            return "";
        }

        @Override
        void append(StringBuilder text, JsonArray columns, JsonArray row) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? '{' : ',')
                        .append('"')
                        .append(columns.getString(i))
                        .append("\":")
                        .append(json(row.getValue(i)));
            }
            text.append('}');
        }

        private String json(Object value) {
            return value instanceof Number number ? digits(number) : Json.encode(value);
        }
    };

    /** What comes before the first row. */
    public abstract String header(JsonArray columns);

    /** A batch, every line ended. */
    public String lines(JsonObject batch) {
        JsonArray columns = batch.getJsonArray("columns");
        JsonArray rows = batch.getJsonArray("rows");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            append(text, columns, rows.getJsonArray(i));
            text.append('\n');
        }
        return text.toString();
    }

    abstract void append(StringBuilder text, JsonArray columns, JsonArray row);

    /** Without an exponent, which a time since 1970 would have as a double. */
    private static String digits(Number number) {
        return number instanceof Double real ? BigDecimal.valueOf(real).toPlainString() : number.toString();
    }
}
