package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
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
    private static final Planting.Kind[] OF_VERSION_1 = java.util.Arrays.stream(Planting.Kind.values())
            .filter(kind -> kind.ordinal() <= Planting.Kind.ABSENT.ordinal())
            .toArray(Planting.Kind[]::new);

    @Test
    void everyCountIsTheSame() {
        assertThat(old.anomalies()).isEqualTo(today.anomalies());
        assertThat(old.anomalies().get("R2").count()).isPositive();
        assertThat(old.rpo()).isEqualTo(today.rpo());
        assertThat(old.rto()).isEqualTo(today.rto());
        assertThat(old.duplicates()).isEqualTo(today.duplicates());
        assertThat(old.splitBrain()).isEqualTo(today.splitBrain());
        assertThat(old.sends()).isEqualTo(today.sends());
    }

    @Test
    void nothingOfItIsTakenForDamage() {
        assertThat(old.troubles()).isEmpty();
    }
}
