package io.firedrill.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Auditor;
import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.example.OwnServices.Settlement;
import io.firedrill.scenario.AnomalyClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit needs neither Kafka nor Firedrill's own workers: any folder in the documented format will do. */
class OwnServicesTest {
    @TempDir
    Path temp;

    private Result audit(Settlement settlement) throws IOException {
        return Auditor.audit(OwnServices.rehearse(temp.resolve("exercise"), settlement));
    }

    @Test
    void theFiguresOfTheExerciseAreThoseOfItsServices() throws IOException {
        Result result = audit(Settlement.CAREFUL);

        assertThat(result.troubles()).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        // Sends are due every 20 ms and acknowledged 3 ms later; the last copy was made at 29.8 s.
        assertThat(result.rpo().records()).isEqualTo(10);
        assertThat(result.rpo().finalRecords()).isZero();
        // The saved position was a second older than the last copy.
        assertThat(result.duplicates().delivered().count()).isEqualTo(50);
        // Lost at 30 s; the first payment in the other zone is due at 33 s and settled 6 ms later.
        assertThat(result.rto().serviceMillis()).isEqualTo(3006.0);
        assertThat(result.sends().ok()).isEqualTo(1000 + 1350);
    }

    @Test
    void aPaymentThatTheServiceForgetsIsFoundAndNamed() throws IOException {
        Result result = audit(Settlement.FORGETS_ONE);

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.anomalies().get("C2").count()).isEqualTo(1);
        assertThat(result.anomalies().get("C2").examples())
                .containsExactly(
                        "zone-b/payments-0/1/700 (zone-b payments/0@700), a group went past it without reading it");
    }

    @Test
    void theirAuthorsCanReadWhatEachClassAsksFor() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("firedrill.root"), "docs", "own-evidence.md"));
        List<String> named = page.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(cell ->
                        Pattern.compile("\\b[PRCX][1-9]\\b").matcher(cell).results())
                .map(MatchResult::group)
                .toList();

        assertThat(named)
                .containsExactlyElementsOf(
                        Stream.of(AnomalyClass.values()).map(AnomalyClass::name).toList());
    }
}
