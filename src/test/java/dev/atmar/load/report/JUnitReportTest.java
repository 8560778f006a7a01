package dev.atmar.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JUnitReportTest {
    private static final Instant ENDED = Instant.parse("2026-01-02T03:04:07.891Z");

    private static JsonObject summary() {
        return new JsonObject()
                .put("requests", 10)
                .put("ok", 10)
                .put("errors", new JsonObject())
                .put("elapsed_ms", 2500.5)
                .put("cancelled", false)
                .put("valid", true);
    }

    private static JsonObject threshold(String condition, Object value, boolean breached) {
        return new JsonObject()
                .put("condition", condition)
                .put("value", value)
                .put("unit", "%")
                .put("breached", breached);
    }

    @Test
    void aGoodRun_hasACaseForEachConditionAndNoFailure() throws Exception {
        JsonObject summary = summary()
                .put("thresholds", new JsonArray().add(threshold("p99>500ms", 120.5, false)))
                .put(
                        "slo",
                        new JsonObject()
                                .put(
                                        "terms",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("term", "ttft<2s")
                                                        .put("met", true))));

        Element suite = suite(JUnitReport.of("http://127.0.0.1/x", summary, ENDED));

        assertThat(names(suite))
                .containsExactly(
                        "requests succeeded",
                        "the run came to its end",
                        "the client was not the bottleneck",
                        "slo: ttft<2s",
                        "fail-if: p99>500ms");
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(suite.getAttribute("time")).isEqualTo("2.501");
        assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-01-02T03:04:05");
    }

    @Test
    void everythingThatWentWrong_isAFailureThatSaysWhy() throws Exception {
        JsonObject summary = summary()
                .put("ok", 0)
                .put("errors", new JsonObject().put("timeout", 10))
                .put("cancelled", true)
                .put("valid", false)
                .put("invalid_because", new JsonArray().add("too slow").add("too late"))
                .put("thresholds", new JsonArray().add(threshold("errors>1%", 1.0, true)));

        Element suite = suite(JUnitReport.of("x", summary, ENDED));

        assertThat(suite.getAttribute("failures")).isEqualTo("4");
        assertThat(messages(suite))
                .containsExactly(
                        "none of 10 requests succeeded: {\"timeout\":10}",
                        "the run was cut short",
                        "too slow; too late",
                        "breached: errors>1%: 1 %");
    }

    @Test
    void whatIsNoXml_isEscapedOrReplaced() throws Exception {
        JsonObject summary = summary().put("aborted_because", "a < b & \"c\" \u0001 \uD800 ]]> 🙂 next");

        Element suite = suite(JUnitReport.of("http://x/<&\">", summary, ENDED));

        assertThat(messages(suite)).containsExactly("aborted: a < b & \"c\" ? ? ]]> 🙂 next");
        assertThat(suite.getAttribute("name")).isEqualTo("load http://x/<&\">");
    }

    private static Element suite(String xml) throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(JUnitReportTest.class.getResource("/junit.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(xml)));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        return (Element) document.getElementsByTagName("testsuite").item(0);
    }

    private static List<String> names(Element suite) {
        return attributes(suite.getElementsByTagName("testcase"), "name");
    }

    private static List<String> messages(Element suite) {
        return attributes(suite.getElementsByTagName("failure"), "message");
    }

    private static List<String> attributes(NodeList elements, String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < elements.getLength(); i++) {
            values.add(((Element) elements.item(i)).getAttribute(name));
        }
        return values;
    }
}
