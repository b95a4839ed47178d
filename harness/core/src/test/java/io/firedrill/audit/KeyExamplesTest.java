package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Record k of a region has key k modulo the number of keys, and those of us-west were sent after all of us-east. */
class KeyExamplesTest {
    private final ToldFacts told = new ToldFacts();

    private record Met(long key, int region, int row) {}

    private List<Met> sent(int records, int keys) {
        List<Met> met = new ArrayList<>();
        for (int region = 0; region < 2; region++) {
            for (int k = 0; k < records; k++) {
                told.sent(region, k, k % keys, 1000L * region + k);
                met.add(new Met(k % keys, region, k));
            }
        }
        return met;
    }

    private List<String> named(List<Met> met) {
        KeyExamples examples = new KeyExamples();
        met.forEach(of -> examples.add(of.key(), of.region(), told.sends(of.region()), of.row()));
        return examples.named(told.dossier(new SyntheticDrill().scenario()));
    }

    private static String name(String region, int sequence) {
        return region + "/order-service-0/1/" + sequence + " (" + region + ", never acknowledged)";
    }

    @Test
    void eachKeyIsNamedByTheFirstRecordOfEachRegion() {
        assertThat(named(sent(6, 2)))
                .containsExactly(name("us-east", 0), name("us-west", 0), name("us-east", 1), name("us-west", 1));
    }

    @Test
    void ofManyKeysThoseOfTheLeastHashesAreNamed_inWhateverOrderTheyAreMet() {
        List<Met> met = sent(60, 20);
        List<String> named = named(met);
        assertThat(named)
                .hasSize(10)
                .startsWith(name("us-east", 0), name("us-west", 0))
                .endsWith(name("us-east", 4), name("us-west", 4));
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(met, new Random(seed));
            assertThat(named(met)).isEqualTo(named);
        }
    }
}
