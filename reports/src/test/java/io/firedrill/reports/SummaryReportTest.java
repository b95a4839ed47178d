package io.firedrill.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryReportTest {

    private static String render(ReportData data) {
        return new SummaryReport(data.result()).render().replace('\u00a0', ' ');
    }

    @Test
    void opensWithTheVerdictAndFitsAComment() {
        String summary = render(ResultFixture.pass());

        assertThat(summary).startsWith("## ✅ PASS: region-loss\n");
        assertThat(summary).contains("| RTO, service | **9.4 s ± 0.3 s** |").contains("`report.html`");
        assertThat(summary.lines().count()).isLessThan(45);
    }

    @Test
    void namesEveryObjectiveWithItsVerdict() {
        assertThat(render(ResultFixture.fail()))
                .contains("| `rto.service` | 30s | &gt; 60s | ❌ FAIL |")
                .contains("| `duplicates.delivered` | 5% | not measured | ⚠️ INCONCLUSIVE |");
    }

    @Test
    void aDrillWithoutFiguresSaysWhy() {
        String summary = render(ResultFixture.inconclusive());

        assertThat(summary).startsWith("## ⚠️ INCONCLUSIVE").contains("The baseline never became steady");
        assertThat(summary).doesNotContain("NaN").doesNotContain("null");
    }

    @Test
    void hostileNamesBreakNeitherTableNorMarkup() {
        String summary = render(ResultFixture.hostile());

        assertThat(summary).doesNotContain("<script>").doesNotContain("\u0000");
        List<String> rows =
                summary.lines().filter(line -> line.startsWith("| `")).toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).replace("\\|", "").chars().filter(c -> c == '|').count())
                .isEqualTo(6);
    }
}
