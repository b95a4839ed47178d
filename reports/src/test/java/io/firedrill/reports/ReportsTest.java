package io.firedrill.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.audit.ResultJson;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

    @TempDir
    Path folder;

    private RunFolder run(TimelineEvent... more) throws IOException {
        RunFolder run = new RunFolder(folder);
        Files.writeString(run.scenario(), ResultFixture.SCENARIO);
        try (TimelineWriter timeline = new TimelineWriter(run.timeline())) {
            DrillFixture.recovered().forEach(timeline::append);
            List.of(more).forEach(timeline::append);
        }
        try (JournalWriter journal = new JournalWriter(run.journal("us-east", 1), "us-east", 1)) {
            for (int i = 0; i < 5000; i++) {
                journal.acked(0, 0, 1, i, 0, 0, i, DrillFixture.at(i * 4));
            }
        }
        ResultJson.write(run.result(), ResultFixture.pass().result());
        return run;
    }

    @Test
    void writesAllThreeFromTheFolderAlone() throws IOException {
        RunFolder run = run();

        Reports.render(run);

        Document page = Jsoup.parse(Files.readString(run.report()));
        assertThat(page.select(".verdict .word").text()).isEqualTo("PASS");
        assertThat(page.select("#overview text").eachText()).contains("us-east", "us-west", "intended 500");
        assertThat(page.select("#evidence table code").eachText())
                .containsExactly("scenario.yaml", "timeline.jsonl", "journals/");
        assertThat(page.select("#evidence details pre").text()).contains("scenario: region-loss");
        assertThat(Files.readString(run.junit())).contains("<testsuite ");
        assertThat(Files.readString(run.summary())).contains("PASS: region-loss");
        assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".new"));
    }

    @Test
    void whatAnExampleNamesIsToldAsALife() throws IOException {
        RunFolder run = run();
        try (JournalWriter journal = new JournalWriter(run.journal("us-east", 2), "us-east", 2)) {
            journal.sent(0, 0, 1, 13_001, 7, 0, 512, DrillFixture.at(26_000), DrillFixture.at(26_001));
            journal.acked(0, 0, 1, 13_001, 0, 2, 4_000, DrillFixture.at(26_005));
        }

        Reports.render(run);

        Document page = Jsoup.parse(Files.readString(run.report()));
        assertThat(page.select("#anomalies li.life summary").eachText())
                .containsExactly("us-east/order-service-0/1/13001 to billing, 2 times");
        assertThat(page.select("#anomalies li.life li").eachText())
                .hasSize(3)
                .satisfies(life -> assertThat(life.get(0)).contains("intended us-east orders"))
                .satisfies(life -> assertThat(life.get(1)).contains("sent us-east orders, 512 bytes"))
                .satisfies(life -> assertThat(life.get(2)).contains("acknowledged us-east orders/2@4000"));
    }

    @Test
    void aCountIsFoldedOpenToTheRecordsThatItCounts() throws IOException {
        RunFolder run = run();
        try (JournalWriter journal = new JournalWriter(run.journal("us-east", 2), "us-east", 2)) {
            journal.sent(0, 0, 1, 13_999, 7, 0, 512, DrillFixture.at(26_000), DrillFixture.at(26_001));
            journal.unknown(0, 0, 1, 13_999, DrillFixture.at(27_000), "TimeoutException");
        }

        Reports.render(run);

        Document page = Jsoup.parse(Files.readString(run.report()));
        Element unknown =
                page.select("#accounting tr:has(th:containsOwn(unknown))").first();
        assertThat(unknown.select("td > details > summary").eachText())
                .containsExactly("recovered: an example by name");
        assertThat(unknown.select("li.life li").eachText()).hasSize(3).satisfies(life -> assertThat(life.get(2))
                .contains("unknown us-east"));
        // What the evidence knows nothing of is named all the same.
        Element stranded = page.select("tr:has(th:containsOwn(stranded))").first();
        assertThat(stranded.select("td > details > summary").eachText()).containsExactly("3 examples by name");
        assertThat(stranded.select("ul.names > li").eachText()).contains("us-east/order-service-0/1/13712");
        Element rebalance = page.select("#accounting tr:has(th:containsOwn(because of rebalance))")
                .first();
        assertThat(rebalance.select("ul.names > li").eachText())
                .containsExactly("us-east/order-service-0/1/12001 (us-east orders/0@2700)");
        assertThat(page.select("#accounting tr:has(th:containsOwn(failed)) details"))
                .isEmpty();
    }

    @Test
    void whatCanariesSawStandsBelowTheReceiptOfTheFault() throws IOException {
        RunFolder run = run(new TimelineEvent.CanaryStarted(
                DrillFixture.at(0), 4, "us-west-to-us-east.2.link", "us-west", "us-east", 2, "link", "us-west"));
        try (JournalWriter journal = new JournalWriter(run.journal("us-west", 1), "us-west", 1)) {
            journal.canary(4, true, DrillFixture.at(15_000), DrillFixture.at(15_021));
            journal.canary(4, false, DrillFixture.at(21_000), DrillFixture.at(21_900));
        }

        Reports.render(run);

        Document page = Jsoup.parse(Files.readString(run.report()));
        assertThat(page.select("#faults table tbody tr").eachText())
                .containsExactly("us-west-to-us-east.2.link 1 of 1, 21 ms 0 of 1 no try");
    }

    @Test
    void renderingAgainGivesTheSameBytes() throws IOException {
        RunFolder run = run();

        Reports.render(run);
        byte[] first = Files.readAllBytes(run.report());
        Reports.render(run);

        assertThat(Files.readAllBytes(run.report())).isEqualTo(first);
    }

    @Test
    void readsTheRatesOfAJournalWhoseRegionHoldsAHyphen() throws IOException {
        ReportData data = new ReportDataReader(run()).read();

        assertThat(data.series().total("us-east", Series.Measure.ACKED)).isEqualTo(5000);
        assertThat(data.series().regions()).containsExactly("us-east", "us-west");
    }

    @Test
    void evidenceThatIsMissingOrCutLeavesGapsAndStopsNothing() throws IOException {
        RunFolder run = run();
        Files.delete(run.scenario());
        Files.writeString(run.timeline(), "{\"kind\":\"load-st", StandardOpenOption.TRUNCATE_EXISTING);

        Reports.render(run);

        Document page = Jsoup.parse(Files.readString(run.report()));
        assertThat(page.select("#timeline").text()).contains("too little to draw");
        assertThat(page.select("#evidence").text()).contains("scenario.yaml could not be read");
    }

    @Test
    void withoutAResultItSaysWhatToDo() {
        assertThatThrownBy(() -> Reports.render(new RunFolder(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("result.json")
                .hasMessageContaining("firedrill audit");
    }
}
