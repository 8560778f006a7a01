package dev.atmar.load.report;

import io.vertx.core.json.JsonObject;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * What a run is judged by, as JUnit XML, which every CI server reads: a test case for each condition. Attributes and
 * elements are those that the schemas of JUnit's Ant task and of Jenkins have in common; times are in seconds.
 */
public final class JUnitReport {
    private static final String CLASS_NAME = "atmar.load";
    private static final DateTimeFormatter WITHOUT_ZONE = DateTimeFormatter.ISO_LOCAL_DATE_TIME;

    /** What XML 1.0 cannot hold, however it is written. */
    private static final String UNFIT = "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

    private final String target;
    private final JsonObject summary;
    private final List<Case> cases;

    /**
     * @param failure why it failed; null when it did not
     */
    record Case(String name, String failure) {}

    private JUnitReport(String target, JsonObject summary) {
        this.target = target;
        this.summary = summary;
        this.cases = Cases.of(summary);
    }

    /**
     * @param target what was called, without any secret
     * @param summary of a run
     * @param ended when the run ended
     */
    public static String of(String target, JsonObject summary, Instant ended) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new JUnitReport(target, summary).write(xml, ended);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string can be written to", e);
        }
        return text.append('\n').toString();
    }

    private void write(XMLStreamWriter xml, Instant ended) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        writeHead(xml, ended);
        xml.writeCharacters("\n  ");
        xml.writeEmptyElement("properties");
        for (Case one : cases) {
            write(xml, one);
        }
        writeText(xml, "system-out", summary.encode());
        writeText(xml, "system-err", "");
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void writeHead(XMLStreamWriter xml, Instant ended) throws XMLStreamException {
        double millis = summary.getDouble("elapsed_ms");
        Instant began = ended.minusMillis((long) millis).truncatedTo(ChronoUnit.SECONDS);
        xml.writeAttribute("id", "0");
        xml.writeAttribute("package", CLASS_NAME);
        xml.writeAttribute("name", fit("load " + target));
        xml.writeAttribute("timestamp", WITHOUT_ZONE.format(began.atOffset(ZoneOffset.UTC)));
        xml.writeAttribute("hostname", "localhost");
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        xml.writeAttribute("failures", Long.toString(failures()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", millis / 1000));
    }

    private long failures() {
        return cases.stream().filter(one -> one.failure() != null).count();
    }

    private static void write(XMLStreamWriter xml, Case one) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", CLASS_NAME);
        xml.writeAttribute("name", fit(one.name()));
        xml.writeAttribute("time", "0");
        if (one.failure() != null) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", fit(one.failure()));
            xml.writeAttribute("type", "failed");
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void writeText(XMLStreamWriter xml, String element, String text) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement(element);
        xml.writeCharacters(fit(text));
        xml.writeEndElement();
    }

    private static String fit(String text) {
        return text.replaceAll(UNFIT, "?");
    }
}
