package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.EAST;
import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static io.firedrill.audit.SyntheticDrill.WEST;

import io.firedrill.audit.SyntheticRecord.Copy;
import io.firedrill.audit.SyntheticRecord.Delivery;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.Objective;
import io.firedrill.scenario.Pattern;
import io.firedrill.scenario.ReplicationSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * A drill in which much goes wrong by chance, and much at the same instant: acknowledgements at the limit to the nanosecond, sends at T0,
 * deliveries as ownership changes. All of it follows from the seed.
 */
final class SeededDrill {
    private static final long[] T = {
        29_950 * MILLI, 30_000 * MILLI, 30_050 * MILLI, 33_850 * MILLI, 33_900 * MILLI, 34_400 * MILLI, 34_520 * MILLI
    };

    /** What is planted; later kinds would change what each seed means. */
    private static final List<Planting.Kind> KINDS =
            List.copyOf(EnumSet.range(Planting.Kind.P1_EAST, Planting.Kind.X6_OF_NOBODY));

    private final Random random;
    private final SyntheticDrill drill = new SyntheticDrill();

    private SeededDrill(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    static SyntheticDrill of(long seed) {
        SeededDrill made = new SeededDrill(seed);
        made.circumstances(seed);
        if (seed % 2 == 0) {
            Planting planting = new Planting(made.drill, made.random);
            for (Planting.Kind kind : KINDS) {
                planting.plant(kind, made.random.nextInt(3));
            }
        }
        made.aroundT0();
        made.records();
        made.events();
        made.objectives();
        return made.drill;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void circumstances(long seed) {
        Pattern[] patterns = Pattern.values();
        drill.pattern = patterns[(int) (seed % patterns.length)];
        drill.policy = chance(80) ? ReplicationSpec.Policy.DEFAULT : ReplicationSpec.Policy.IDENTITY;
        drill.bothWays = chance(70);
        drill.synced = chance(70);
        drill.scanEast = chance(90);
        drill.scanWest = chance(95);
        drill.billingIn = chance(85) ? List.of("us-east", "us-west") : List.of("us-west", "us-east");
        if (chance(30)) {
            drill.topicConfig.put("cleanup.policy", "compact");
        }
        if (chance(20)) {
            drill.detect = new FailoverSpec.Detect.ByHand();
        }
        if (chance(20)) {
            drill.startOfEast = 1 + random.nextInt(20);
        }
        if (chance(30)) {
            drill.producersRead();
        }
    }

    /** us-east goes on for a while, and single sends are made or answered at the instants that bound something. */
    private void aroundT0() {
        if (chance(50)) {
            int until = 500 + random.nextInt(110);
            for (int k = 500; k < until; k++) {
                if (chance(95)) {
                    SyntheticRecord record = drill.good(EAST, SyntheticDrill.slot(k), k);
                    if (chance(60)) {
                        record.notMirrored();
                    }
                    drill.records.add(record);
                }
            }
        }
        for (int k = 490; k < 640; k++) {
            int slot = k;
            drill.records.stream()
                    .filter(record -> record.intended == SyntheticDrill.slot(slot))
                    .findFirst()
                    .ifPresent(this::atAnInstant);
        }
    }

    private void atAnInstant(SyntheticRecord record) {
        if (chance(15)) {
            long at = T[random.nextInt(T.length)];
            if (at >= record.intended) {
                record.endedAt = at;
                record.invoked = Math.min(record.invoked, at);
            }
        } else if (chance(10)) {
            record.invoked = Math.max(record.intended, T[random.nextInt(T.length)]);
            record.endedAt = Math.max(record.endedAt, record.invoked);
        }
    }

    private void records() {
        for (SyntheticRecord record : List.copyOf(drill.records)) {
            if (chance(97)) {
                continue;
            }
            switch (random.nextInt(9)) {
                case 0 -> record.endedAt = record.intended + SECOND;
                case 1 -> record.endedAt = record.intended + SECOND + 1;
                case 2 -> record.outcome = any(List.of(Sends.UNKNOWN, Sends.FAILED, Sends.SILENT));
                case 3 -> record.notDelivered();
                case 4 -> drill.records.remove(record);
                case 5 -> again(record);
                case 6 -> record.notMirrored();
                case 7 -> late(record);
                default -> {
                    record.copies.clear();
                    record.notDelivered();
                }
            }
        }
    }

    private void again(SyntheticRecord record) {
        for (Delivery first : List.copyOf(record.deliveries)) {
            record.deliveries.add(new Delivery(
                    first.region(),
                    first.topic(),
                    first.partition(),
                    first.offset(),
                    first.at() + random.nextInt(3) * 50 * MILLI));
        }
    }

    private void late(SyntheticRecord record) {
        List<Delivery> later = new ArrayList<>();
        for (Delivery first : record.deliveries) {
            long at = chance(50) ? first.at() + SECOND : T[random.nextInt(T.length)] + 2 * SECOND;
            later.add(new Delivery(first.region(), first.topic(), first.partition(), first.offset(), at));
        }
        record.deliveries.clear();
        record.deliveries.addAll(later);
        for (Copy copy : List.copyOf(record.copies)) {
            if (chance(10)) {
                record.replace(
                        copy, new Copy(copy.region(), copy.topic(), copy.partition(), copy.offset(), true, 1, false));
            }
        }
    }

    private void events() {
        if (chance(30)) {
            drill.events.add(new TimelineEvent.FenceConfirmed(T[random.nextInt(T.length)] + 5 * MILLI, "us-east"));
        }
        if (chance(40)) {
            lag("us-east", "us-west", 18_000, 250);
            lag("us-east", "us-west", 20_000, 400);
            drill.events.add(new TimelineEvent.ReplicationStarted(51 * SECOND, "us-west", "us-east", "to-west"));
            lag("us-west", "us-east", 51_000, 1000);
            lag("us-west", "us-east", 53_000, chance(50) ? 400 : 401);
            lag("us-west", "us-east", 54_000, 100);
        }
        if (chance(20)) {
            drill.noFault();
        }
        if (chance(20)) {
            drill.events.removeIf(event -> event instanceof TimelineEvent.StepFinished step
                    && step.step().equals("activate-consumers"));
        }
        List<String> files = List.copyOf(drill.stalls.keySet());
        for (int i = random.nextInt(5); i > 0; i--) {
            int from = any(List.of(29_000, 29_900, 29_950, 30_000, 30_050, 30_700, 34_000, 34_528));
            int length = any(List.of(50, 100, 900));
            drill.stall(any(files), from, length, any(List.of(0, length / 2, length)));
        }
        if (chance(10)) {
            drill.events.add(new TimelineEvent.Trouble(31 * SECOND, "somewhere", "something"));
        }
        if (chance(20)) {
            drill.starts.add(new SyntheticDrill.Start(EAST, SyntheticDrill.ORDERS, 1, 20, 25 * SECOND));
        }
        if (chance(20)) {
            drill.starts.add(new SyntheticDrill.Start(WEST, SyntheticDrill.MIRROR, 2, 100, 40 * SECOND));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            drill.marks.add(
                    new SyntheticDrill.Mark(random.nextInt(4), 20L * i, any(List.of(29_990L, 28_000L)) * MILLI));
        }
    }

    private void lag(String from, String to, long startedMillis, long millis) {
        drill.events.add(
                new TimelineEvent.ReplicationLag((startedMillis + millis) * MILLI, startedMillis * MILLI, from, to));
    }

    private void objectives() {
        for (String name : List.of("rto.service", "rto.write", "rto.read", "rto.full", "rto.protected", "rpo.time")) {
            long limit = any(List.of(1L, 90L, 4438L, 4528L, 4618L, 5000L, 30_000L));
            drill.objectives.add(new Objective(name, new Objective.Limit.Time(Duration.ofMillis(limit))));
        }
        List<String> counts = new ArrayList<>(List.of(
                "rpo.records",
                "rpo.bytes",
                "rpo.final",
                "split-brain.writes",
                "false-failovers",
                "conflict.writes",
                "conflict.keys"));
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            if (chance(25) && anomaly != AnomalyClass.C7) {
                counts.add(anomaly.objective());
            }
        }
        if (chance(70)) {
            drill.objectives.add(new Objective(
                    AnomalyClass.C7.objective(),
                    new Objective.Limit.Time(Duration.ofSeconds(any(List.of(0L, 4L, 9L))))));
        }
        for (String name : counts) {
            if (chance(70)) {
                drill.objectives.add(
                        new Objective(name, new Objective.Limit.Count(any(List.of(0L, 1L, 2L, 5L, 20L, 5600L)))));
            }
        }
        for (String name : List.of("duplicates.log", "duplicates.delivered")) {
            if (chance(70)) {
                drill.objectives.add(
                        new Objective(name, new Objective.Limit.Ratio(any(List.of(0.0, 0.001, 0.01, 0.1)))));
            }
        }
    }
}
