package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer of {@code /metrics}, read by Prometheus' grammar.
 *
 * @param samples by their names and labels, as they stand there
 */
record Numbers(Map<String, Double> samples) {
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{" + LABEL + "(?:," + LABEL
            + ")*,?})?) ([+-]?Inf|NaN|[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)");
    private static final Pattern COMMENT = Pattern.compile(
            "# (HELP [a-zA-Z0-9_:]+ .*|TYPE [a-zA-Z0-9_:]+ " + "(counter|gauge|histogram|summary|untyped))");

    static Numbers of(Relay relay, String... headers) {
        HttpResponse<String> answer = relay.get("/metrics", headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return of(answer.body());
    }

    private static Numbers of(String text) {
        assertThat(text).endsWith("\n");
        Map<String, Double> samples = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("#")) {
                assertThat(line).matches(COMMENT);
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            double value = Double.parseDouble(sample.group(2).replace("Inf", "Infinity"));
            assertThat(samples.put(sample.group(1), value)).as(line).isNull();
        }
        return new Numbers(samples);
    }

    double value(String sample) {
        assertThat(samples).containsKey(sample);
        return samples.get(sample);
    }

    /** Over all labels. */
    double sum(String name) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The values that a label has anywhere among the relay's own. */
    Set<String> labels(String label) {
        Pattern value = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"");
        Set<String> values = new TreeSet<>();
        samples.keySet().stream()
                .filter(name -> name.startsWith("atmar_"))
                .forEach(name -> value.matcher(name).results().forEach(found -> values.add(found.group(1))));
        return values;
    }
}
