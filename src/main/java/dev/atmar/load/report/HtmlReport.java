package dev.atmar.load.report;

import dev.atmar.load.call.ShownUrl;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run's result as one page: its figures, its charts and the library that draws them. It asks no network for anything,
 * and its content security policy would not let it. What was measured is in the page as data only, which its script puts
 * in as text.
 */
public final class HtmlReport {
    /** As in the pom: the path of the library in its jar. */
    private static final String ECHARTS = "META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    private static final String[] SCRIPTS = {"units.js", "elements.js", "charts.js", "tasks.js", "page.js"};
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z]+)}}");

    private HtmlReport() {}

    /**
     * The whole page.
     *
     * @param title what was run, as its heading; of URLs in it the query's values are not shown
     * @param result of a run whose plan said {@code details: true}; charts whose data it does not hold are left out
     */
    public static String of(String title, JsonObject result) {
        String charts = Resource.text(ECHARTS);
        String script = script();
        return fill(
                Resource.own("report.html"),
                Map.of(
                        "title", Markup.text(ShownUrl.in(title)),
                        "policy", policy(charts, script),
                        "style", Resource.own("report.css"),
                        "notice", Resource.own("echarts-notice.txt"),
                        "data", Markup.json(ReportData.of(result)),
                        "charts", charts,
                        "script", script));
    }

    private static String script() {
        StringBuilder script = new StringBuilder("'use strict';\n(() => {\n");
        for (String name : SCRIPTS) {
            script.append(Resource.own(name)).append('\n');
        }
        return script.append("})();\n").toString();
    }

    /** Styles are inline because the library sets some in what it draws; scripts are these two and no other. */
    private static String policy(String charts, String script) {
        return "default-src 'none'; script-src " + hash(charts) + " " + hash(script)
                + "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** In one pass: what is put in is not looked at again, whatever it holds. */
    private static String fill(String template, Map<String, String> values) {
        Matcher slots = SLOT.matcher(template);
        StringBuilder page = new StringBuilder();
        while (slots.find()) {
            slots.appendReplacement(page, "");
            page.append(values.get(slots.group(1)));
        }
        return slots.appendTail(page).toString();
    }
}
