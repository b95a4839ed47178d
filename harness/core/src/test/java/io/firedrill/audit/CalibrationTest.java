package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.PlantedSends.Standing;
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

    private static final int UNSCANNED = Math.min(200, COMBINATIONS);

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

    @Test
    void whatNoScanTellsComesBackAsARange() throws IOException {
        RangeTable ranges = new RangeTable();
        for (long seed = FIRST; seed < FIRST + UNSCANNED; seed++) {
            Random random = new Random(seed);
            Planting planting = new Planting(new SyntheticDrill(), random);
            leaveOut(planting.drill(), random);
            for (Planting.Kind kind : Planting.Kind.values()) {
                planting.plant(kind, random.nextInt(4));
            }
            // So that in no drill everything is known.
            planting.plant(Planting.Kind.ABSENT_WEST, 1);
            ranges.add(expectRanges(planting, "seed " + seed), planting);
        }
        ranges.write("ranges");
    }

    /** One region was not scanned, or neither, or some partitions of one were left out. */
    private static void leaveOut(SyntheticDrill drill, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                drill.scanEast = false;
                drill.notScannedWhole(SyntheticDrill.EAST);
            }
            case 1 -> {
                drill.scanWest = false;
                drill.notScannedWhole(SyntheticDrill.WEST);
            }
            case 2 -> {
                drill.scanEast = false;
                drill.scanWest = false;
                drill.notScannedWhole(SyntheticDrill.EAST);
                drill.notScannedWhole(SyntheticDrill.WEST);
            }
            default -> {
                for (int partition = 0; partition < SyntheticDrill.PARTITIONS; partition++) {
                    if (partition == 0 || random.nextBoolean()) {
                        drill.unread.add((partition + random.nextInt(2)) % SyntheticDrill.PARTITIONS);
                    }
                }
                drill.notScannedWhole(SyntheticDrill.EAST);
            }
        }
    }

    private Result expectRanges(Planting planting, String what) throws IOException {
        PlantedLoss loss = PlantedLoss.of(planting.drill(), planting.sends());
        long most = loss.records.must + loss.records.may;
        for (long limit : new long[] {most, loss.records.must, loss.records.must - 1}) {
            planting.drill().objectives.add(new Objective("rpo.records", new Objective.Limit.Count(limit)));
        }
        Result result = found(planting, what);
        assertThat(result.objectives().subList(0, 3).stream().map(Result.ObjectiveResult::verdict))
                .as(what + ": a limit that is kept, one that may be, one that is not")
                .containsExactly(Result.Verdict.INCONCLUSIVE, Result.Verdict.INCONCLUSIVE, Result.Verdict.FAIL);
        assertThat(result.objectives().get(0).measured())
                .as(what)
                .isEqualTo(
                        loss.records.may == 0
                                ? Long.toString(loss.records.must)
                                : "[" + loss.records.must + " .. " + most + "]");
        assertThat(result.verdict()).as(what).isNotEqualTo(Result.Verdict.PASS);
        expectTroubles(planting, result, what);
        PlantedSends sends = planting.sends();
        assertThat(sends.count(Standing.OPEN)).as(what + ": something is open").isPositive();
        assertThat(result.sends().open()).as(what + ": open").isEqualTo(sends.count(Standing.OPEN));
        assertThat(result.sends().absent()).as(what + ": absent").isZero();
        assertThat(result.sends().recovered()).as(what + ": recovered").isEqualTo(sends.count(Standing.RECOVERED));
        assertThat(result.sends().failed()).as(what + ": failed").isEqualTo(sends.count(Standing.FAILED));
        return result;
    }

    /** That logs were not scanned whole, what follows for the classes, and how many writes may be where they must not. */
    private static void expectTroubles(Planting planting, Result result, String what) {
        assertThat(result.troubles())
                .as(what)
                .anyMatch(trouble -> trouble.contains("scanned whole"))
                .filteredOn(trouble -> !trouble.contains("scanned whole"))
                .containsExactlyElementsOf(Stream.of(
                                "sends of unknown outcome to a region that did not own their keys, of which the scans do"
                                        + " not tell whether it took them: " + planting.openInWrongRegion(),
                                "writes that may conflict with those of which the scans do not tell whether a region took"
                                        + " them: " + planting.mayConflict())
                        .filter(trouble -> !trouble.endsWith(": 0"))
                        .toList());
    }

    private Result expect(Planting planting, String what) throws IOException {
        Result result = found(planting, what);
        assertThat(result.troubles()).as(what).isEmpty();
        assertThat(result.rpo().records()).as(what + ": rpo.records").isEqualTo(planting.unreplicated());
        assertThat(result.rpo().afterT0()).as(what + ": after T0").isEqualTo(planting.afterT0());
        assertThat(result.rpo().holes()).as(what + ": holes").isEqualTo(planting.holes());
        assertThat(result.rpo().finalRecords()).as(what + ": rpo.final").isEqualTo(planting.lostForGood());
        assertThat(result.rpo().mayRecords()).as(what + ": may").isZero();
        assertThat(result.sends().recovered()).as(what + ": recovered").isEqualTo(planting.recovered());
        assertThat(result.sends().failed()).as(what + ": failed").isEqualTo(planting.failed());
        assertThat(result.sends().absent()).as(what + ": absent").isEqualTo(planting.absent());
        assertThat(result.sends().open()).as(what + ": open").isZero();
        return result;
    }

    /** Audits, and expects what does not depend on whether every log was read, and what follows where one was not. */
    private Result found(Planting planting, String what) throws IOException {
        planting.drill().objectives.add(new Objective("anomalies.C7", new Objective.Limit.Time(OLD)));
        Result result = audit(planting.drill());
        Map<AnomalyClass, Long> found = new EnumMap<>(AnomalyClass.class);
        Map<AnomalyClass, Long> expected = new EnumMap<>(AnomalyClass.class);
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            found.put(anomaly, result.anomalies().get(anomaly.name()).count());
            expected.put(anomaly, planting.told(anomaly) ? planting.expected(anomaly) : null);
        }
        assertThat(found).as(what).isEqualTo(expected);
        assertThat(result.duplicates().log().count())
                .as(what + ": duplicates.log")
                .isEqualTo(planting.planted(AnomalyClass.P4));
        assertThat(result.duplicates().delivered().count())
                .as(what + ": duplicates.delivered")
                .isEqualTo(planting.redeliveries());
        assertThat(result.duplicates().deliveredBecause())
                .as(what + ": why delivered again")
                .isEqualTo(planting.because());
        assertThat(result.splitBrain().writes())
                .as(what + ": split-brain writes")
                .isEqualTo(planting.expected(AnomalyClass.X1));
        assertThat(result.splitBrain().ambiguous()).as(what + ": ambiguous").isEqualTo(planting.ambiguous());
        assertThat(result.conflicts().writes()).as(what + ": conflicts").isEqualTo(planting.planted(AnomalyClass.X2));
        assertThat(result.conflicts().keys()).as(what + ": keys in conflict").isEqualTo(planting.contestedKeys());
        assertThat(result.rto().serviceMillis()).as(what + ": rto").isEqualTo(4528.0);
        expectAges(planting, result, what);
        expectLoss(planting, result.rpo(), what);
        expectLost(planting, result, what);
        return result;
    }

    private static void expectAges(Planting planting, Result result, String what) {
        Map<String, Double> ages =
                result.anomalies().get(AnomalyClass.C7.name()).figures();
        if (planting.copiesRead() == 0) {
            assertThat(ages).as(what + ": nobody read a copy").isEmpty();
        } else {
            assertThat(ages)
                    .as(what + ": ages of copies")
                    .containsEntry("deliveries", (double) planting.copiesRead())
                    .containsEntry("maxMillis", millis(planting.oldestRead()));
        }
    }

    /** What the classes that are losses may have on top of their counts. */
    private static void expectLost(Planting planting, Result result, String what) {
        PlantedLoss loss = PlantedLoss.of(planting.drill(), planting.sends());
        if (planting.told(AnomalyClass.P1)) {
            assertThat(result.anomalies().get("P1").mayRecords())
                    .as(what + ": P1 may have")
                    .isEqualTo(loss.perhapsInNoLog);
        }
        if (planting.told(AnomalyClass.R1)) {
            for (String either : List.of("R1", "R2")) {
                assertThat(result.anomalies().get(either).mayRecords())
                        .as(what + ": " + either + " may have")
                        .isEqualTo(loss.nowhere);
            }
        }
    }

    private static void expectLoss(Planting planting, Result.Rpo rpo, String what) {
        PlantedLoss loss = PlantedLoss.of(planting.drill(), planting.sends());
        assertThat(rpo.records()).as(what + ": rpo.records").isEqualTo(loss.records.must);
        assertThat(rpo.mayRecords()).as(what + ": rpo.mayRecords").isEqualTo(loss.records.may);
        assertThat(rpo.bytes()).as(what + ": rpo.bytes").isEqualTo(loss.bytes());
        assertThat(rpo.mayBytes()).as(what + ": rpo.mayBytes").isEqualTo(loss.mayBytes());
        assertThat(rpo.finalRecords()).as(what + ": rpo.final").isEqualTo(loss.lostForGood.must);
        assertThat(rpo.finalMayRecords()).as(what + ": final may").isEqualTo(loss.lostForGood.may);
        assertThat(rpo.strandedRecords()).as(what + ": stranded").isEqualTo(loss.stranded.must);
        assertThat(rpo.strandedMayRecords()).as(what + ": stranded may").isEqualTo(loss.stranded.may);
        assertThat(rpo.afterT0()).as(what + ": after T0").isEqualTo(loss.afterT0.must);
        assertThat(rpo.beforeT0()).as(what + ": before T0").isEqualTo(loss.records.must - loss.afterT0.must);
        assertThat(rpo.mayAfterT0()).as(what + ": may, after T0").isEqualTo(loss.afterT0.may);
        assertThat(rpo.mayBeforeT0()).as(what + ": may, before T0").isEqualTo(loss.records.may - loss.afterT0.may);
        assertThat(rpo.partitions()).allSatisfy(row -> {
            PlantedLoss.Range lost = loss.partitions.getOrDefault(row.partition(), new PlantedLoss.Range());
            assertThat(row.lost())
                    .as(what + ": lost of partition " + row.partition())
                    .isEqualTo(lost.must);
            assertThat(row.mayLost())
                    .as(what + ": may be lost of partition " + row.partition())
                    .isEqualTo(lost.may);
        });
        assertThat(rpo.holes()).as(what + ": holes").isEqualTo(loss.holes);
        assertThat(rpo.oldestMillis()).as(what + ": oldest").isEqualTo(millis(loss.oldest));
        assertThat(rpo.prefixMillis()).as(what + ": prefix").isEqualTo(millis(loss.prefix));
        assertThat(rpo.mostTimeMillis()).as(what + ": most").isEqualTo(millis(loss.most));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}
