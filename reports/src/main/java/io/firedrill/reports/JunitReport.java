package io.firedrill.reports;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Anomaly;
import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * {@code junit.xml}: a suite for the drill, a case for every objective, one for what the pattern forbids and one for the drill's
 * own validity. FAIL is a failure, INCONCLUSIVE an error.
 */
final class JunitReport {

    private record Case(String name, Verdict verdict, String message, String detail) {}

    private static final int REPLACEMENT = 0xFFFD;

    private final Result result;

    JunitReport(Result result) {
        this.result = result;
    }

    /** The whole file. */
    String render() {
        StringWriter text = new StringWriter();
        try {
            write(XMLOutputFactory.newInstance().createXMLStreamWriter(text));
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Writing junit.xml to memory failed: " + e.getMessage(), e);
        }
        return text + "\n";
    }

    private void write(XMLStreamWriter xml) throws XMLStreamException {
        List<Case> cases = cases();
        long failures = cases.stream().filter(c -> c.verdict == Verdict.FAIL).count();
        long errors =
                cases.stream().filter(c -> c.verdict == Verdict.INCONCLUSIVE).count();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        totals(xml, "firedrill", cases.size(), failures, errors);
        xml.writeStartElement("testsuite");
        totals(xml, result.run().scenario(), cases.size(), failures, errors);
        attribute(xml, "skipped", "0");
        attribute(xml, "timestamp", timestamp());
        attribute(xml, "hostname", "localhost");
        xml.writeStartElement("properties");
        for (Map.Entry<String, String> property : properties().entrySet()) {
            xml.writeEmptyElement("property");
            attribute(xml, "name", property.getKey());
            attribute(xml, "value", property.getValue());
        }
        xml.writeEndElement();
        for (Case one : cases) {
            write(xml, one);
        }
        xml.writeStartElement("system-out");
        Headline headline = Headline.of(result);
        xml.writeCharacters(clean(headline.verdict() + ": " + headline.happened() + " " + headline.because()));
        xml.writeEndElement();
        xml.writeStartElement("system-err");
        xml.writeCharacters(clean(String.join("\n", result.warnings())));
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.flush();
    }

    private void totals(XMLStreamWriter xml, String name, int tests, long failures, long errors)
            throws XMLStreamException {
        attribute(xml, "name", name);
        attribute(xml, "tests", Integer.toString(tests));
        attribute(xml, "failures", Long.toString(failures));
        attribute(xml, "errors", Long.toString(errors));
        attribute(xml, "time", seconds());
    }

    private void write(XMLStreamWriter xml, Case one) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "name", one.name);
        attribute(xml, "classname", "firedrill." + result.run().scenario());
        attribute(xml, "time", "0");
        if (one.verdict != Verdict.PASS) {
            xml.writeStartElement(one.verdict == Verdict.FAIL ? "failure" : "error");
            attribute(xml, "message", one.message);
            attribute(xml, "type", one.verdict == Verdict.FAIL ? "missed" : "inconclusive");
            xml.writeCharacters(clean(one.detail));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (ObjectiveResult objective : result.objectives()) {
            String message = objective.name() + ": measured " + objective.measured()
                    + (objective.plusMinus().isBlank() ? "" : " ± " + objective.plusMinus())
                    + ", limit " + objective.limit();
            cases.add(new Case(objective.name(), objective.verdict(), message, objective.reason()));
        }
        cases.add(forbidden());
        cases.add(validity(cases));
        return cases;
    }

    /** What the pattern forbids whether or not an objective names it. */
    private Case forbidden() {
        Verdict verdict = Verdict.PASS;
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, Anomaly> entry : result.anomalies().entrySet()) {
            Anomaly anomaly = entry.getValue();
            boolean counted = anomaly.count() != null;
            if (!anomaly.rule().equals("forbidden") || !counted || anomaly.verdict() == Verdict.PASS) {
                // what was not measured counts neither way; when the evidence is to blame it is a trouble of the drill
                continue;
            }
            verdict = verdict.and(anomaly.verdict());
            found.add(entry.getKey() + " " + anomaly.title() + ": " + Figures.found(anomaly) + " " + anomaly.unit()
                    + examples(anomaly));
        }
        return new Case(
                "nothing forbidden by " + result.run().pattern(),
                verdict,
                found.isEmpty() ? "" : found.get(0),
                String.join("\n", found));
    }

    private static String examples(Anomaly anomaly) {
        return anomaly.examples().isEmpty() ? "" : ", such as " + String.join(", ", anomaly.examples());
    }

    /** Whether the drill itself was sound; carries the verdict that no other case explains. */
    private Case validity(List<Case> others) {
        Verdict explained = others.stream().map(Case::verdict).reduce(Verdict.PASS, Verdict::and);
        boolean troubled = !result.troubles().isEmpty();
        Verdict verdict = troubled ? Verdict.INCONCLUSIVE : Verdict.PASS;
        if (explained.and(verdict) != result.verdict() && result.verdict() != Verdict.PASS) {
            verdict = result.verdict();
        }
        String message =
                troubled ? result.troubles().get(0) : Headline.of(result).because();
        return new Case("the drill is valid", verdict, message, String.join("\n", result.troubles()));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("firedrill.run", Figures.text(result.run().id()));
        properties.put("firedrill.verdict", result.verdict().name());
        properties.put("firedrill.version", Figures.text(result.run().firedrillVersion()));
        properties.put("firedrill.scenario.sha256", Figures.text(result.run().scenarioSha256()));
        properties.put("firedrill.platform", Figures.text(result.run().platform()));
        if (result.rto() != null) {
            number(properties, "rto.service.millis", result.rto().serviceMillis());
            number(properties, "rto.write.millis", result.rto().writeMillis());
            number(properties, "rto.read.millis", result.rto().readMillis());
            number(properties, "rto.full.millis", result.rto().fullMillis());
            number(properties, "rto.protected.millis", result.rto().protectedMillis());
            number(properties, "rto.plus-minus.millis", result.rto().plusMinusMillis());
            properties.put("rto.recovered", Boolean.toString(result.rto().recovered()));
        }
        if (result.rpo() != null) {
            properties.put("rpo.records", Long.toString(result.rpo().records()));
            properties.put("rpo.records.may", Long.toString(result.rpo().mayRecords()));
            properties.put("rpo.bytes", Long.toString(result.rpo().bytes()));
            known(properties, "rpo.bytes.may", result.rpo().mayBytes());
            number(properties, "rpo.time.millis", result.rpo().timeMillis());
            number(properties, "rpo.time.most.millis", result.rpo().mostTimeMillis());
            properties.put("rpo.final", Long.toString(result.rpo().finalRecords()));
            known(properties, "rpo.final.may", result.rpo().finalMayRecords());
            properties.put("rpo.stranded", Long.toString(result.rpo().strandedRecords()));
            known(properties, "rpo.stranded.may", result.rpo().strandedMayRecords());
        }
        if (result.duplicates() != null) {
            properties.put(
                    "duplicates.delivered",
                    Long.toString(result.duplicates().delivered().count()));
            properties.put(
                    "duplicates.log", Long.toString(result.duplicates().log().count()));
        }
        if (result.splitBrain() != null) {
            properties.put(
                    "split-brain.writes", Long.toString(result.splitBrain().writes()));
        }
        if (result.sends() != null) {
            properties.put("sends.ok", Long.toString(result.sends().ok()));
            properties.put("sends.unserved", Long.toString(result.sends().unserved()));
        }
        return properties;
    }

    /** A result of an earlier version does not have every count. */
    private static void known(Map<String, String> properties, String name, @Nullable Long count) {
        if (count != null) {
            properties.put(name, Long.toString(count));
        }
    }

    private static void number(Map<String, String> properties, String name, @Nullable Double value) {
        if (value != null && Double.isFinite(value)) {
            properties.put(name, String.format(Locale.ROOT, "%.3f", value));
        }
    }

    /** Surefire's shape has no zone: the moment as it stands in the result, cut after the seconds. */
    private String timestamp() {
        String started = Figures.text(result.run().startedAt());
        return started.length() >= 19 && started.charAt(10) == 'T' ? started.substring(0, 19) : "1970-01-01T00:00:00";
    }

    private String seconds() {
        double seconds = result.run().seconds();
        return String.format(Locale.ROOT, "%.3f", Double.isFinite(seconds) ? seconds : 0);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value));
    }

    private static boolean sayable(int c) {
        boolean text = c == '\n' || c == '\t' || c >= 0x20;
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        return text && !surrogate && c != 0xFFFE && c != 0xFFFF;
    }

    /** XML 1.0 has no way to say most control characters. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> sayable(c) ? c : REPLACEMENT).forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
