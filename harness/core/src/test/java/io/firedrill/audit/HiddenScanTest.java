package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever knows less says nothing that turns out wrong: without the scan of a region every loss, and every part of one, is a range that
 * holds the one that the scan shows. Drills in which much goes wrong by chance, audited with all scans and without one.
 */
class HiddenScanTest {
    private static final int SEEDS = 40;

    @TempDir
    Path temp;

    private final List<String> wrong = new ArrayList<>();
    private String drill = "";
    private int compared;

    @Test
    void everyRangeHoldsWhatTheScanWouldHaveShown() throws IOException {
        long wider = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Result all = audit(seed, true, true);
            Result withoutTarget = audit(seed, true, false);
            drill = "drill " + seed + " without the scan of us-west";
            hold(withoutTarget, all);
            Result withoutSource = audit(seed, false, true);
            drill = "drill " + seed + " without the scan of us-east";
            hold(withoutSource, all);
            wider += mayHoles(withoutTarget) + mayHoles(withoutSource) - 2 * mayHoles(all);
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(SEEDS);
        assertThat(wider).isPositive();
    }

    private static long mayHoles(Result result) {
        return result.rpo() == null ? 0 : result.rpo().mayHoles();
    }

    private Result audit(int seed, boolean east, boolean west) throws IOException {
        SyntheticDrill made = SeededDrill.of(seed);
        made.scanEast = east;
        made.scanWest = west;
        return made.audit(temp.resolve(seed + "-" + east + "-" + west));
    }

    private void hold(Result less, Result more) {
        Result.Anomaly lost = less.anomalies().get("P1");
        Result.Anomaly known = more.anomalies().get("P1");
        if (lost.count() != null && known.count() != null) {
            within("P1", lost.count(), lost.mayRecords(), known.count(), known.mayRecords());
        }
        Result.Rpo rpo = less.rpo();
        if (rpo == null || more.rpo() == null) {
            return;
        }
        addUp(rpo);
        part("records", less, more, Result.Rpo::records, Result.Rpo::mayRecords);
        part("before T0", less, more, Result.Rpo::beforeT0, it -> Objects.requireNonNull(it.mayBeforeT0()));
        part("after T0", less, more, Result.Rpo::afterT0, it -> Objects.requireNonNull(it.mayAfterT0()));
        part("holes", less, more, Result.Rpo::holes, it -> Objects.requireNonNull(it.mayHoles()));
        long nowhere = rpo.records()
                + rpo.mayRecords()
                - rpo.partitions().stream()
                        .mapToLong(row -> row.lost() + row.mayLost())
                        .sum();
        for (Result.PartitionRpo row : more.rpo().partitions()) {
            rpo.partitions().stream()
                    .filter(other -> other.topic().equals(row.topic()) && other.partition() == row.partition())
                    .findFirst()
                    .ifPresent(other -> {
                        String what = row.topic() + "/" + row.partition();
                        within(what, other.lost(), other.mayLost() + nowhere, row.lost(), 0);
                        if (other.mostTimeMillis() < Math.max(row.oldestMillis(), row.prefixMillis())) {
                            wrong.add(drill + ": " + what + " reaches back " + row + ", and not " + other);
                        }
                    });
        }
    }

    private void addUp(Result.Rpo rpo) {
        long most = rpo.records() + rpo.mayRecords();
        long ofPartitions = rpo.partitions().stream()
                .mapToLong(row -> row.lost() + row.mayLost())
                .sum();
        double furthest = rpo.partitions().stream()
                .mapToDouble(Result.PartitionRpo::mostTimeMillis)
                .max()
                .orElse(0);
        if (rpo.mayBeforeT0() + rpo.mayAfterT0() != rpo.mayRecords()
                || rpo.holes() + rpo.mayHoles() > most
                || ofPartitions > most
                || furthest > rpo.mostTimeMillis()) {
            wrong.add(drill + ": the parts are more than the whole: " + rpo);
        }
    }

    private void part(
            String what, Result less, Result more, ToLongFunction<Result.Rpo> certain, ToLongFunction<Result.Rpo> may) {
        within(
                what,
                certain.applyAsLong(less.rpo()),
                may.applyAsLong(less.rpo()),
                certain.applyAsLong(more.rpo()),
                may.applyAsLong(more.rpo()));
    }

    private void within(String what, long certain, long may, long shown, long mayBeShown) {
        compared++;
        if (shown < certain || certain + may < shown + mayBeShown) {
            wrong.add(drill + ": " + what + " is [" + certain + " .. " + (certain + may) + "], and with the scan ["
                    + shown + " .. " + (shown + mayBeShown) + "]");
        }
    }
}
