package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known numbers of every measured class go into synthetic evidence; exactly those come out, and zero elsewhere. */
class CalibrationTest {

    /** Mutation testing runs these tests thousands of times, and with fewer combinations. */
    private static final int COMBINATIONS = Integer.getInteger("firedrill.calibration.seeds", 1_000);

    /** The seed of the first combination: one that failed is run again by itself as the first of one. */
    private static final long FIRST = Long.getLong("firedrill.calibration.first", 1);

    private static final int[] ALONE = COMBINATIONS < 100 ? new int[] {2} : new int[] {1, 2, 7};

    /** How old a copy may be: those of a split brain are a second old when they are read. */
    static final Duration OLD = Duration.ofMillis(900);

    private static final int STALLED = Math.min(50, COMBINATIONS);

    @TempDir
    Path temp;

    private final CalibrationTable table = new CalibrationTable();
    private int runs;

    private Result audit(SyntheticDrill drill) throws IOException {
        Path run = temp.resolve("run-" + runs++);
        try {
            return drill.audit(run);
        } finally {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void nothingPlantedIsNothingFound() throws IOException {
        expect(new Planting(new SyntheticDrill(), new Random(0)), "nothing");
    }

    @Test
    void eachKindAloneIsFoundExactly() throws IOException {
        for (Planting.Kind kind : Planting.Kind.values()) {
            for (int count : ALONE) {
                Planting planting = new Planting(new SyntheticDrill(), new Random(count));
                planting.plant(kind, count);
                table.add(expect(planting, kind + " x " + count), planting);
            }
        }
        table.write("alone");
    }

    @Test
    void seededCombinationsAreFoundExactly() throws IOException {
        for (long seed = FIRST; seed < FIRST + COMBINATIONS; seed++) {
            Random random = new Random(seed);
            Planting planting = new Planting(new SyntheticDrill(), random);
            for (Planting.Kind kind : Planting.Kind.values()) {
                planting.plant(kind, random.nextInt(4));
            }
            table.add(expect(planting, "seed " + seed), planting);
        }
        table.write("combined");
    }

    @Test
    void stallsWidenTheErrorBarByTheirUnionAndHideNothing() throws IOException {
        for (long seed = FIRST; seed < FIRST + STALLED; seed++) {
            Random random = new Random(seed);
            Planting planting = new Planting(new SyntheticDrill(), random);
            for (Planting.Kind kind : Planting.Kind.values()) {
                planting.plant(kind, random.nextInt(3));
            }
            BitSet still = new BitSet();
            List<String> files = List.copyOf(planting.drill().stalls.keySet());
            for (int i = random.nextInt(12); i > 0; i--) {
                String file = files.get(random.nextInt(files.size()));
                int from = 29_000 + random.nextInt(7000);
                int length = 51 + random.nextInt(600);
                int collecting = random.nextInt(length);
                planting.drill().stall(file, from, length, collecting);
                int ours = file.contains("broker") ? length - collecting : length;
                // T0 is at 30 s, T5 at 34.528 s; what a stall held up may come to pass 50 ms after it.
                if (from <= 34_528 && from + ours >= 29_950) {
                    still.set(from, from + ours);
                }
            }
            Result result = expect(planting, "seed " + seed);
            assertThat(result.rto().plusMinusMillis()).as("seed " + seed).isEqualTo(90.0 + still.cardinality());
        }
    }

    private Result expect(Planting planting, String what) throws IOException {
        planting.drill().objectives.add(new Objective("anomalies.C7", new Objective.Limit.Time(OLD)));
        Result result = audit(planting.drill());
        Map<AnomalyClass, Long> found = new EnumMap<>(AnomalyClass.class);
        Map<AnomalyClass, Long> expected = new EnumMap<>(AnomalyClass.class);
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            boolean asked =
                    switch (anomaly) {
                        case R8 -> !planting.drill().transactions.isEmpty();
                        case X6 -> planting.drill().stored;
                        case C7 -> planting.copiesRead();
                        default -> true;
                    };
            if (asked) {
                found.put(anomaly, result.anomalies().get(anomaly.name()).count());
                expected.put(anomaly, planting.expected(anomaly));
            }
        }
        assertThat(result.troubles()).as(what).isEmpty();
        assertThat(found).as(what).isEqualTo(expected);
        assertThat(result.rpo().records()).as(what + ": rpo.records").isEqualTo(planting.unreplicated());
        assertThat(result.rpo().afterT0()).as(what + ": after T0").isEqualTo(planting.expected(AnomalyClass.X1));
        assertThat(result.rpo().holes()).as(what + ": holes").isEqualTo(planting.holes());
        assertThat(result.rpo().finalRecords()).as(what + ": rpo.final").isEqualTo(planting.lostForGood());
        assertThat(result.rpo().mayRecords()).as(what + ": may").isZero();
        assertThat(result.duplicates().log().count())
                .as(what + ": duplicates.log")
                .isEqualTo(planting.planted(AnomalyClass.P4));
        assertThat(result.duplicates().delivered().count())
                .as(what + ": duplicates.delivered")
                .isEqualTo(planting.redeliveries());
        assertThat(result.sends().recovered()).as(what + ": recovered").isEqualTo(planting.recovered());
        assertThat(result.duplicates().deliveredBecause())
                .as(what + ": why delivered again")
                .isEqualTo(Map.of(
                        "log-copy",
                        0L,
                        "cross-region-retry",
                        0L,
                        "translation",
                        0L,
                        "rebalance",
                        planting.rebalances(),
                        "other",
                        planting.redeliveries() - planting.rebalances()));
        assertThat(result.sends().failed()).as(what + ": failed").isEqualTo(planting.failed());
        assertThat(result.sends().absent()).as(what + ": absent").isEqualTo(planting.absent());
        assertThat(result.splitBrain().writes())
                .as(what + ": split-brain writes")
                .isEqualTo(planting.expected(AnomalyClass.X1));
        assertThat(result.conflicts().writes()).as(what + ": conflicts").isEqualTo(planting.planted(AnomalyClass.X2));
        assertThat(result.conflicts().keys()).as(what + ": keys in conflict").isEqualTo(planting.contestedKeys());
        assertThat(result.rto().serviceMillis()).as(what + ": rto").isEqualTo(4528.0);
        return result;
    }
}
