package io.firedrill.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JunitReportTest {

    private static Document render(ReportData data) throws Exception {
        String xml = new JunitReport(data.result()).render();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static Element suite(Document document) {
        return (Element) document.getElementsByTagName("testsuite").item(0);
    }

    private static List<String> names(Document document) {
        List<String> names = new ArrayList<>();
        var cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            names.add(((Element) cases.item(i)).getAttribute("name"));
        }
        return names;
    }

    @Test
    void hasACaseForEveryObjectiveOneForWhatIsForbiddenAndOneForTheDrill() throws Exception {
        Document document = render(ResultFixture.pass());

        assertThat(names(document))
                .containsExactly(
                        "rto.service",
                        "rpo.records",
                        "rpo.time",
                        "rpo.final",
                        "duplicates.delivered",
                        "split-brain.writes",
                        "nothing forbidden by active-passive",
                        "the drill is valid");
        assertThat(suite(document).getAttribute("failures")).isEqualTo("0");
        assertThat(suite(document).getAttribute("errors")).isEqualTo("0");
        assertThat(suite(document).getAttribute("name")).isEqualTo("region-loss");
    }

    @Test
    void aMissedObjectiveIsAFailureWithItsReasonAndAnUnmeasuredOneAnError() throws Exception {
        Document document = render(ResultFixture.fail());

        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(5);
        assertThat(document.getElementsByTagName("error").getLength()).isEqualTo(1);
        Element failure = (Element) document.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("rto.service: measured > 60s, limit 30s");
        assertThat(failure.getTextContent()).contains("never served steadily");
        assertThat(suite(document).getAttribute("tests")).isEqualTo("7");
        assertThat(suite(document).getAttribute("failures")).isEqualTo("5");
    }

    @Test
    void aDrillWithTroublesIsNotValid() throws Exception {
        Document document = render(ResultFixture.inconclusive());

        var errors = document.getElementsByTagName("error");
        Element last = (Element) errors.item(errors.getLength() - 1);
        assertThat(((Element) last.getParentNode()).getAttribute("name")).isEqualTo("the drill is valid");
        assertThat(last.getAttribute("message")).contains("baseline never became steady");
        assertThat(new JunitReport(ResultFixture.inconclusive().result()).render())
                .doesNotContain("NaN")
                .doesNotContain("null");
    }

    @Test
    void hostileNamesLeaveItWellFormed() throws Exception {
        assertThat(names(render(ResultFixture.hostile()))).hasSize(3);
    }

    @Test
    void carriesTheFiguresAsProperties() {
        assertThat(new JunitReport(ResultFixture.pass().result()).render())
                .contains("name=\"rto.service.millis\" value=\"9411.000\"")
                .contains("name=\"rpo.records\" value=\"3\"")
                .contains("name=\"rpo.time.millis\" value=\"821.000\"")
                .contains("name=\"rpo.time.most.millis\" value=\"1204.000\"")
                .contains("name=\"rpo.bytes.may\" value=\"1240\"")
                .contains("name=\"rpo.final.may\" value=\"0\"");
        assertThat(new JunitReport(ResultFixture.earlier().result()).render())
                .contains("name=\"rpo.time.millis\" value=\"821.000\"")
                .doesNotContain("rpo.time.most", "rpo.bytes.may", "rpo.final.may", "rpo.stranded.may");
    }
}
