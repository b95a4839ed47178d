package io.firedrill.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {

    private static final Map<String, Supplier<ReportData>> FIXTURES = new TreeMap<>(Map.of(
            "pass", ResultFixture::pass,
            "earlier", ResultFixture::earlier,
            "lossless", ResultFixture::lossless,
            "earlier-lossless", ResultFixture::earlierLossless,
            "unscanned", ResultFixture::unscanned,
            "fail", ResultFixture::fail,
            "inconclusive", ResultFixture::inconclusive,
            "half-measured", ResultFixture::halfMeasured,
            "hostile", ResultFixture::hostile));

    static Stream<String> fixtures() {
        return FIXTURES.keySet().stream();
    }

    private static Document render(String fixture) throws IOException {
        Path folder = Path.of("target", "fixtures", fixture);
        Files.createDirectories(folder);
        RunFolder run = new RunFolder(folder);
        Reports.render(run, FIXTURES.get(fixture).get());
        return Jsoup.parse(Files.readString(run.report()));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void needsNothingFromOutsideAndNoScript(String fixture) throws IOException {
        Document page = render(fixture);

        assertThat(page.select("script, iframe, object, embed, img, base, form, link:not([rel=icon])"))
                .isEmpty();
        assertThat(page.select("[src], [srcset], [onclick], [onload]")).isEmpty();
        assertThat(page.select("[href]").eachAttr("href"))
                .allMatch(href -> href.startsWith("#") || href.equals("data:,"));
        assertThat(page.select("style").html()).doesNotContain("@import").doesNotContain("http");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void neverPrintsAMissingValueAsCodeWould(String fixture) throws IOException {
        Document page = render(fixture);
        page.select("style").remove();

        assertThat(page.html()).doesNotContain("NaN").doesNotContain("Infinity").doesNotContainPattern("\\bnull\\b");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void holdsEverySectionWithAHeadingAndEveryLinkLeadsSomewhere(String fixture) throws IOException {
        Document page = render(fixture);

        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("main > section[id]").eachAttr("id"))
                .contains(
                        "objectives",
                        "timeline",
                        "latency",
                        "faults",
                        "anomalies",
                        "accounting",
                        "method",
                        "environment",
                        "evidence");
        assertThat(page.select("main > section"))
                .allSatisfy(section -> assertThat(section.selectFirst("h2")).isNotNull());
        for (String href : page.select("a[href^=#]").eachAttr("href")) {
            assertThat(page.getElementById(href.substring(1))).as(href).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void namesEveryTableAndDrawingForThoseWhoCannotSeeIt(String fixture) throws IOException {
        Document page = render(fixture);

        assertThat(page.select("table")).allSatisfy(table -> {
            assertThat(table.select("caption").text()).isNotBlank();
            assertThat(table.select("th"))
                    .allSatisfy(th -> assertThat(th.attr("scope")).isIn("col", "row"));
        });
        assertThat(page.select("svg.chart")).allSatisfy(svg -> {
            assertThat(svg.attr("role")).isEqualTo("img");
            for (String id : svg.attr("aria-labelledby").split(" ", -1)) {
                assertThat(page.getElementById(id))
                        .isNotNull()
                        .extracting(Element::text)
                        .asString()
                        .isNotBlank();
            }
        });
        List<String> ids = page.select("[id]").eachAttr("id");
        assertThat(ids).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void showsEveryObjectiveWithItsVerdictInWords(String fixture) throws IOException {
        Document page = render(fixture);

        for (ObjectiveResult objective : FIXTURES.get(fixture).get().result().objectives()) {
            Element row = page.select("#objectives tbody tr").stream()
                    .filter(tr -> tr.selectFirst("th").text().equals(plain(objective.name())))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.select(".mark").text()).isEqualTo(objective.verdict().name());
            assertThat(row.select(".mark svg")).hasSize(1);
            assertThat(row.text()).contains(plain(objective.limit()));
        }
    }

    @Test
    void saysTheVerdictAndTheHeadlineFirst() throws IOException {
        Document page = render("pass");

        assertThat(page.select(".verdict .word").text()).isEqualTo("PASS");
        assertThat(page.select(".headline").text().replace('\u00a0', ' '))
                .startsWith(
                        "us-west took over 9.4 s ± 0.3 s after us-east was lost. 3..5 acknowledged records were missing there,"
                                + " reaching back 821 ms..1.20 s before the fault; none is lost for good.");
        assertThat(page.select(".tile .value").eachText().toString().replace('\u00a0', ' '))
                .contains("9.4 s ± 0.3 s", "3..5 records", "640 1.86 %");
    }

    @Test
    void theLossInTimeIsTheNumberThatItsObjectiveHolds() throws IOException {
        Document page = render("pass");

        assertThat(page.select(".tile").eachText().toString().replace('\u00a0', ' '))
                .contains("Data loss, in time 821 ms..1.20 s ± 61 ms");
        assertThat(page.select("#transition-1").text().replace('\u00a0', ' '))
                .contains(
                        "3..5, from those that are certain to those that may be",
                        "rpo.time 821 ms..1.20 s ± 61 ms how far back the loss reaches, from what is certain to what may be:"
                                + " the oldest record that is certainly missing was 412 ms old at the fault, the last before"
                                + " the first gap at least 821 ms",
                        "rpo.bytes 1.8 KiB..3.0 KiB");
    }

    @Test
    void ofAResultOfAnEarlierVersionTheUpperEndsAreNotKnown() throws IOException {
        Document page = render("earlier");
        assertThat(page.select("#transition-1").text().replace('\u00a0', ' '))
                .contains(
                        "rpo.time 821 ms (upper end not known) ± 61 ms",
                        "rpo.bytes 1.8 KiB (upper end not known)",
                        "rpo.final 0 (upper end not known)",
                        "stranded 3 (upper end not known)",
                        "3 (upper end not known) acknowledged before the fault, 0 (upper end not known) after it",
                        "holes 0 (upper end not known) missing though a later record of the same partition is there ",
                        "orders/0 2,290 1 (upper end not known)");
        assertThat(page.select(".headline").text().replace('\u00a0', ' '))
                .contains(
                        "reaching back 821 ms (upper end not known) before the fault; 0 (upper end not known) are lost");
        assertThat(page.select(".tile").eachText().toString().replace('\u00a0', ' '))
                .contains("Data loss, in time 821 ms (upper end not known)", "0 (upper end not known) for good");
    }

    @Test
    void whatMayBeLostOfAPartitionStandsBesideWhatIsAndWhatIsOfNonePartitionIsToldBelow() throws IOException {
        String text = render("pass").select("#transition-1").text().replace('\u00a0', ' ');
        assertThat(text)
                .contains(
                        "3..5 acknowledged before the fault, 0 after it",
                        "holes 0..1 missing",
                        "orders/0 2,290 1..2 412 ms 821 ms 1.20 s",
                        "orders/1 2,283 1 362 ms 711 ms 711 ms",
                        "In none of these rows: 1 record of which nobody knows the partition.");
    }

    @Test
    void aLossThatIsCertainIsToldInSingleNumbers() throws IOException {
        String text = render("fail").select("#transition-1").text().replace('\u00a0', ' ');
        assertThat(text)
                .contains("9,030 acknowledged before the fault, 0 after it", "holes 2 missing", "orders/0 2,290 1,505 ")
                .doesNotContain("..", "At most", "the upper end");
    }

    @Test
    void whatMayBeLostAfterAcknowledgementAsWellStandsInTheCountOfTheClass() throws IOException {
        String text = render("unscanned").select("#anomalies").text().replace('\u00a0', ' ');
        assertThat(text).contains("0..4 records forbidden").doesNotContain("may records");
        String junit = new JunitReport(ResultFixture.unscanned().result()).render();
        assertThat(junit).contains("P1 lost-acked: 0..4 records");
    }

    @Test
    void theHeadlineTellsTheSameLossInTimeWhereItIsOneNumber() throws IOException {
        assertThat(render("fail").select(".headline").text().replace('\u00a0', ' '))
                .contains("9,030 acknowledged records were missing there, reaching back 18.06 s before the fault;");
        assertThat(render("lossless").select(".headline").text().replace('\u00a0', ' '))
                .contains("No acknowledged record was missing there.");
    }

    @Test
    void whatIsNotCertainlyMissingIsNotToldAsThere() throws IOException {
        Document page = render("unscanned");
        String text = page.select("#transition-1").text().replace('\u00a0', ' ');
        assertThat(text)
                .contains(
                        "rpo.records 0..500 0..498 acknowledged before the fault, 0..2 after it by the isolated region; the upper"
                                + " ends count sends whose outcome stayed unknown, by the time at which they were sent, and"
                                + " records that us-west may have held",
                        "rpo.time 0 ms..20.05 s ± 61 ms how far back the loss reaches, from what is certain to what may be;"
                                + " no record is certainly missing",
                        "holes 0..494 missing though a later record of the same partition is there; the upper end counts"
                                + " records that may be missing, and those of which nobody knows what stood behind them",
                        "By partition, worst first, from what is certain to what may be",
                        "Acknowledged Missing Beside the worst Oldest Prefix At most",
                        "orders/0 300 0..300 – – 20.0 s",
                        "a replication latency of 500 ms. No record was certainly missing, but how far back the loss"
                                + " reaches is not certain, so nothing is said of how far off the metric was.")
                .doesNotContain("gloomy", "hopeful", "really missing", "0 ms old", "In none of these rows");
        assertThat(page.select(".headline").text().replace('\u00a0', ' '))
                .contains(
                        "0..500 acknowledged records were missing there, reaching back 0 ms..20.05 s before the fault;");
    }

    @Test
    void mirrorMakersMetricIsHeldBesideALossThatIsCertain() throws IOException {
        assertThat(render("fail").select("#transition-1").text().replace('\u00a0', ' '))
                .contains(
                        "The oldest record that was really missing was 18.1 s old: the metric was too hopeful by 18.0 s.",
                        "the oldest record that is missing was 18.1 s old at the fault, the last before the first gap 18.1 s",
                        "Acknowledged Missing Beside");
        assertThat(render("lossless").select("#transition-1").text().replace('\u00a0', ' '))
                .contains("No record was really missing: the metric was too gloomy by 500 ms.");
        assertThat(render("pass").select("#transition-1").text().replace('\u00a0', ' '))
                .contains("The oldest record that was certainly missing was 412 ms old, but how far back")
                .doesNotContain("hopeful");
    }

    @Test
    void withoutAnyLossAnEarlierVersionSaysWhatThisOneDoes() throws IOException {
        Document earlier = render("earlier-lossless");
        assertThat(earlier.text()).doesNotContain("upper end not known");
        assertThat(earlier.select("body").html())
                .isEqualTo(render("lossless").select("body").html());
        assertThat(new SummaryReport(ResultFixture.earlierLossless().result()).render())
                .isEqualTo(new SummaryReport(ResultFixture.lossless().result()).render());
    }

    @Test
    void drawsWhatHappenedAndAddsUpThePhases() throws IOException {
        Document page = render("pass");

        assertThat(page.select("#overview text").eachText())
                .contains(
                        "us-east",
                        "us-west",
                        "acknowledged",
                        "delivered",
                        "failed or unknown",
                        "us-east restored",
                        "T5 service stable");
        assertThat(page.select("#transition-1-phases .segment")).hasSize(10);
        assertThat(page.select("#transition-1 tr.total").text().replace('\u00a0', ' '))
                .contains("9.41 s");
        assertThat(page.select("#percentiles .curve")).hasSize(6);
    }

    @Test
    void saysPlainlyWhatThisVersionDoesNotMeasure() throws IOException {
        Document page = render("pass");

        assertThat(page.select("#anomalies h3").eachText()).contains("Not measured");
        assertThat(page.select("#anomalies ul.names").text()).contains("P2 aborted-visible");
    }

    @Test
    void showsTheSplitBrainAndWhatEachRuleWouldDoWithConflicts() throws IOException {
        String text = render("fail").select("#anomalies").text().replace('\u00a0', ' ');

        assertThat(text)
                .contains("7 writes to a region that owned the key at no moment")
                .contains("Written by legacy-importer.")
                .contains("12 writes of 2 keys knew nothing")
                .contains("regional-authority rejects 7.")
                .contains("last-writer-wins drops 10.")
                .contains("of them 2 that were the newest.")
                .contains("1 key ends with another value");
    }

    @Test
    void aDrillThatNeverRecoveredShowsALowerBound() throws IOException {
        Document page = render("fail");

        assertThat(page.select(".verdict .word").text()).isEqualTo("FAIL");
        assertThat(page.select(".tile .value").first().text().replace('\u00a0', ' '))
                .isEqualTo("> 60 s");
        assertThat(page.select("#transition-1").text()).contains("Not recovered.");
        assertThat(page.select("#transition-1").text()).contains("us-east/order-service-0/1/3011");
    }

    @Test
    void aDrillWithoutTransitionSaysSoAndPutsItsTroublesForward() throws IOException {
        Document page = render("inconclusive");

        assertThat(page.select(".notice.trouble").text()).contains("The baseline never became steady");
        assertThat(page.select("main").text()).contains("No transition took place");
        assertThat(page.select(".headline").text()).doesNotContain("No split-brain write");
    }

    @Test
    void aFaultThatWasLeftInPlaceIsNotSaidToBeTakenBack() throws IOException {
        Element faults = render("half-measured").getElementById("faults");

        assertThat(faults.select("dt").eachText()).contains("Left in place").doesNotContain("Taken back");
        assertThat(faults.text()).contains("a person ended the drill, so the region was not brought back");
    }

    @Test
    void namesThatTryToBeMarkupStayText() throws IOException {
        Document page = render("hostile");

        assertThat(page.select("script")).isEmpty();
        assertThat(page.select("#faults h3").text()).contains("<script>alert(1)</script>");
        assertThat(page.select("svg text").text().toLowerCase(Locale.ROOT)).contains("<script>");
    }

    @Test
    void theSameDataGiveTheSameBytes() {
        assertThat(new HtmlReport(ResultFixture.pass()).render())
                .isEqualTo(new HtmlReport(ResultFixture.pass()).render());
    }

    /** As jsoup reads it back: HTML has no NUL and folds white space. */
    private static String plain(String text) {
        return text.replace('\u0000', '\uFFFD');
    }
}
