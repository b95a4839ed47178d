package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder of format version 1, as Firedrill wrote it before there was a version 2, says what the same drill says today. It holds
 * {@link Planting} of seed 1.
 */
class OldEvidenceTest {

    @TempDir
    Path temp;

    private Result old;
    private Result today;

    @BeforeEach
    void audit() throws IOException, URISyntaxException {
        Random random = new Random(1);
        Planting planting = new Planting(new SyntheticDrill(), random);
        for (Planting.Kind kind : OF_VERSION_1) {
            planting.plant(kind, random.nextInt(4));
        }
        URL folder = Objects.requireNonNull(getClass().getResource("/evidence-version-1"), "the old folder");
        old = Auditor.audit(
                new RunFolder(Path.of(folder.toURI())), planting.drill().scenario());
        today = planting.drill().audit(temp);
    }

    /** What could be planted then; later kinds would change what each seed means. */
    private static final Planting.Kind[] OF_VERSION_1 = Arrays.stream(Planting.Kind.values())
            .filter(kind -> kind.ordinal() <= Planting.Kind.ABSENT.ordinal())
            .toArray(Planting.Kind[]::new);

    @Test
    void everyCountIsTheSame() {
        assertThat(counts(old)).isEqualTo(counts(today));
        assertThat(old.anomalies().get("R2").count()).isPositive();
        assertThat(old.rpo()).isEqualTo(today.rpo());
        assertThat(old.rto()).isEqualTo(today.rto());
        assertThat(old.duplicates()).isEqualTo(today.duplicates());
        assertThat(old.splitBrain()).isEqualTo(today.splitBrain());
        assertThat(old.sends()).isEqualTo(today.sends());
    }

    private static Map<String, List<Object>> counts(Result result) {
        Map<String, List<Object>> counts = new TreeMap<>();
        result.anomalies()
                .forEach((name, of) -> counts.put(
                        name, Arrays.asList(of.count(), of.examples(), of.figures(), of.rule(), of.limit())));
        return counts;
    }

    /** A delivery that was planted before its record was sent, which nobody looked at then, is seen; nothing else is. */
    @Test
    void nothingOfItIsTakenForDamageThatIsNone() {
        assertThat(old.troubles())
                .containsExactly(
                        "the clock of journal us-east-1 went backwards, and nothing can be judged by its times: 1"
                                + " delivery is earlier than the send of its record (or that too late), by up to 1592.1 ms; the first:"
                                + " us-east/order-service-0/1/283, us-east orders/3@60");
    }
}
