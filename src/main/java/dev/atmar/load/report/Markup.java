package dev.atmar.load.report;

import io.vertx.core.json.JsonObject;

/** Text that comes from elsewhere, put so that a browser takes it for nothing but text. */
final class Markup {
    private Markup() {}

    /** For an element's content or a quoted attribute. */
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** For a script element of JSON: nothing in it ends the element or begins another, in whatever place it stands. */
    static String json(JsonObject json) {
        return json.encode()
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
