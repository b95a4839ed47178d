package io.firedrill.reports;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Anomaly;
import io.firedrill.audit.Result.Conflicts;
import io.firedrill.audit.Result.Counted;
import io.firedrill.audit.Result.Deliveries;
import io.firedrill.audit.Result.Duplicates;
import io.firedrill.audit.Result.Fault;
import io.firedrill.audit.Result.Latency;
import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.PartitionRpo;
import io.firedrill.audit.Result.Phase;
import io.firedrill.audit.Result.Rpo;
import io.firedrill.audit.Result.Rto;
import io.firedrill.audit.Result.Run;
import io.firedrill.audit.Result.Sends;
import io.firedrill.audit.Result.ServiceRto;
import io.firedrill.audit.Result.SplitBrain;
import io.firedrill.audit.Result.Transition;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.ResultJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Results of every kind, with the evidence that would go with them. */
final class ResultFixture {

    static final String SCENARIO =
            """
            scenario: region-loss
            title: The primary region is lost without warning
            pattern: active-passive
            regions:
              us-east: { brokers: 3 }
              us-west: { brokers: 3 }
            """;

    private static final List<EvidenceFile> FILES = List.of(
            new EvidenceFile("scenario.yaml", 1, 1_840, "what was asked, overrides applied"),
            new EvidenceFile("timeline.jsonl", 1, 14_720, "what the conductor did and saw"),
            new EvidenceFile("journals/", 3, 2_713_004, "every send, acknowledgement and delivery of the workers"),
            new EvidenceFile("scans/", 2, 1_204_881, "every record the logs held at the end"),
            new EvidenceFile("logs/", 9, 884_112, "logs of every process"),
            new EvidenceFile("manifest.json", 1, 3_102, "SHA-256 of every part"));

    private ResultFixture() {}

    static ReportData pass() {
        var events = DrillFixture.recovered();
        Transition transition = new Transition(
                "to-west",
                "failover",
                "us-east",
                "us-west",
                false,
                points(
                        "T0lo", 20_069, "T0", 20_069, "T0hi", 20_130, "T1", 21_420, "T2", 21_421, "T3", 27_830, "T4w",
                        28_260, "T4r", 28_310, "T5", 29_480, "T6", 33_100),
                List.of(
                        new Phase("detection", 20_069, 1_351, "done", "4 failed probes in a row"),
                        new Phase("decision", 21_420, 1, "done", "automatic"),
                        new Phase(
                                "fence",
                                21_421,
                                2_004,
                                "unreachable",
                                "us-east did not answer within 2 s; noted, not waited for"),
                        new Phase(
                                "wait-for-replication",
                                23_425,
                                1_705,
                                "done",
                                "us-east.orders stands still since 1.5 s"),
                        new Phase("stop-replication", 25_130, 560, "done", ""),
                        new Phase("verify-topics", 25_690, 52, "done", "6 of 6 partitions"),
                        new Phase("activate-consumers", 25_742, 1_570, "done", "billing at synced offsets"),
                        new Phase("switch-producers", 27_312, 518, "done", ""),
                        new Phase("reconnection", 27_830, 480, "done", ""),
                        new Phase("stabilisation", 28_310, 1_170, "done", "")),
                new Rto(9_411.0, 8_191.0, 8_241.0, 13_031.0, null, 311, true, 120_000, gaps(), bars(), 4_681),
                rpo(),
                List.of(
                        new ServiceRto("order-service", 9_411.0, 8_191.0, null, Map.of()),
                        new ServiceRto("billing", 8_902.0, null, 8_241.0, Map.of())));
        Result result = new Result(
                Result.SCHEMA_VERSION,
                run("region-loss", "The primary region is lost without warning", 87.2, "completed"),
                Verdict.PASS,
                List.of(
                        objective(
                                "rto.service",
                                "30s",
                                "9.41s",
                                "0.31s",
                                Verdict.PASS,
                                "9.41 s plus the error bar of 0.31 s is within 30 s."),
                        objective("rpo.records", "500", "[3 .. 5]", "", Verdict.PASS, "At most 5 are missing."),
                        objective("rpo.time", "2s", "0.82s", "0.06s", Verdict.PASS, "The loss reaches 0.82 s back."),
                        objective("rpo.final", "0", "0", "", Verdict.PASS, "All 3 are still in us-east's logs."),
                        objective("duplicates.delivered", "5%", "1.86%", "", Verdict.PASS, "640 of 34,391."),
                        objective("split-brain.writes", "0", "0", "", Verdict.PASS, "No write outside ownership.")),
                List.of(transition),
                transition.rto(),
                transition.rpo(),
                new Duplicates(
                        new Counted(0, 0),
                        new Counted(640, 640 / 34_391.0),
                        118,
                        2,
                        Map.of("log-copy", 0L, "translation", 522L, "rebalance", 118L)),
                new SplitBrain(0, 0, 0, null, null, 0, List.of(), List.of()),
                null,
                anomalies(0, Verdict.PASS),
                new Sends(
                        37_750,
                        33_049,
                        0,
                        20,
                        18,
                        2,
                        0,
                        4_681,
                        Map.of("orders/0", 9_412.0, "orders/1", 9_300.0),
                        Map.of("orders/0", 72.0, "orders/1", 2.0)),
                new Deliveries(35_031, 34_391, 34_311L, Map.of("billing", 35_031L)),
                Map.of(
                        "to-west.rpo.strandedRecords",
                        rpo().examples(),
                        "sends.recovered",
                        List.of("us-east/order-service-0/1/13999 (us-east orders/1@2811)"),
                        "duplicates.deliveredBecause.rebalance",
                        List.of("us-east/order-service-0/1/12001 (us-east orders/0@2700)")),
                latency(),
                List.of(new Fault(DrillFixture.KILL, 20_004, 20_069, 61, null, null)),
                environment(),
                List.of("us-west's consumers lag was above the baseline for 3.6 s after recovery."),
                List.of());
        return new ReportData(result, events, DrillFixture.series(events, 28_250, 68_000), SCENARIO, FILES);
    }

    /** The same, of a target whose logs were not scanned: nothing is certainly missing, and any record may be. */
    static ReportData unscanned() {
        return with(
                openLoss(pass(), 4),
                new Rpo(
                        0,
                        500,
                        0,
                        0,
                        498L,
                        2L,
                        0,
                        310_000L,
                        0,
                        0,
                        20_045.0,
                        61,
                        0,
                        500L,
                        0,
                        500L,
                        0,
                        494L,
                        500.0,
                        -500.0,
                        unscannedPartitions(),
                        List.of()));
    }

    /** No record was certainly lost after acknowledgement, but so many may be. */
    private static ReportData openLoss(ReportData data, long may) {
        JsonMapper json = new JsonMapper();
        ObjectNode result = (ObjectNode) json.readTree(ResultJson.text(data.result()));
        ObjectNode lost = (ObjectNode) result.path("anomalies").path("P1");
        lost.put("verdict", "INCONCLUSIVE");
        ((ObjectNode) lost.path("figures")).put("mayRecords", (double) may);
        Result changed = json.treeToValue(result, Result.class);
        return new ReportData(changed, data.events(), data.series(), data.scenarioSource(), data.evidence());
    }

    /** The same without any loss. */
    static ReportData lossless() {
        return with(
                pass(),
                new Rpo(
                        0,
                        0,
                        0,
                        0,
                        0L,
                        0L,
                        0,
                        0L,
                        0,
                        0,
                        0.0,
                        0,
                        0,
                        0L,
                        0,
                        0L,
                        0,
                        0L,
                        500.0,
                        -500.0,
                        partitions(0),
                        List.of()));
    }

    private static ReportData with(ReportData data, Rpo rpo) {
        JsonMapper json = new JsonMapper();
        ObjectNode result = (ObjectNode) json.readTree(ResultJson.text(data.result()));
        result.set("rpo", json.valueToTree(rpo));
        ((ObjectNode) result.path("transitions").path(0)).set("rpo", json.valueToTree(rpo));
        Result changed = json.treeToValue(result, Result.class);
        return new ReportData(changed, data.events(), data.series(), data.scenarioSource(), data.evidence());
    }

    /** As the other, written by a version that did not measure the upper ends of the RPO. */
    static ReportData earlier() {
        return earlier(pass());
    }

    /** As {@link #lossless()}, written by such a version. */
    static ReportData earlierLossless() {
        return earlier(lossless());
    }

    private static ReportData earlier(ReportData pass) {
        String text = ResultJson.text(pass.result())
                .replaceAll(
                        ",\\s+\"(mayBytes|mostTimeMillis|finalMayRecords|strandedMayRecords|mayBeforeT0|mayAfterT0|mayHoles"
                                + "|mayLost)\" : [^,\\s]+",
                        "");
        Result earlier = new JsonMapper().readValue(text, Result.class);
        return new ReportData(earlier, pass.events(), pass.series(), pass.scenarioSource(), pass.evidence());
    }

    static ReportData fail() {
        var events = DrillFixture.stuck();
        Transition transition = new Transition(
                "to-west",
                "failover",
                "us-east",
                "us-west",
                false,
                points("T0lo", 20_069, "T0", 20_069, "T0hi", 20_130, "T1", 21_420, "T2", 21_421),
                List.of(
                        new Phase("detection", 20_069, 1_351, "done", "4 failed probes in a row"),
                        new Phase("decision", 21_420, 1, "done", "automatic"),
                        new Phase("fence", 21_421, 2_004, "unreachable", "us-east did not answer within 2 s"),
                        new Phase("verify-topics", 23_425, 10_015, "failed", "us-east.orders is missing in us-west")),
                new Rto(
                        null,
                        null,
                        null,
                        null,
                        null,
                        311,
                        false,
                        60_000,
                        Map.of("orders/0", 60_000.0),
                        Map.of("orders/0", 2.0),
                        30_000),
                new Rpo(
                        9_030,
                        0,
                        9_030,
                        0,
                        0L,
                        0L,
                        5_598_600,
                        0L,
                        18_060,
                        18_060,
                        18_060.0,
                        61,
                        12,
                        0L,
                        9_018,
                        0L,
                        2,
                        0L,
                        38.0,
                        18_022.0,
                        partitions(1_505),
                        List.of("us-east/order-service-0/1/4711", "us-east/order-service-0/1/4712")),
                List.of());
        Map<String, Anomaly> anomalies = anomalies(12, Verdict.FAIL);
        Result result = new Result(
                Result.SCHEMA_VERSION,
                run("region-loss", "The primary region is lost without warning", 98.2, "completed"),
                Verdict.FAIL,
                List.of(
                        objective(
                                "rto.service",
                                "30s",
                                "> 60s",
                                "",
                                Verdict.FAIL,
                                "us-west never served steadily within the 60 s that were watched."),
                        objective(
                                "rpo.records",
                                "500",
                                "9030",
                                "",
                                Verdict.FAIL,
                                "9,030 acknowledged records are missing in us-west."),
                        objective("rpo.final", "0", "12", "", Verdict.FAIL, "12 records are in no log of any region."),
                        objective(
                                "duplicates.delivered",
                                "5%",
                                "not measured",
                                "",
                                Verdict.INCONCLUSIVE,
                                "The drain did not finish."),
                        objective(
                                "split-brain.writes",
                                "0",
                                "7",
                                "",
                                Verdict.FAIL,
                                "legacy-importer kept writing to us-east.")),
                List.of(transition),
                transition.rto(),
                transition.rpo(),
                new Duplicates(new Counted(3, 0.0001), new Counted(0, 0), 0, 1, Map.of()),
                new SplitBrain(
                        7,
                        2,
                        1_910,
                        20_090.0,
                        22_000.0,
                        2,
                        List.of("order-17", "order-204"),
                        List.of("legacy-importer")),
                new Conflicts(
                        12,
                        2,
                        new Result.RegionalAuthority(7),
                        new Result.LastWriterWins(10, List.of(new Result.Skewed("us-east", 1_000, 9, 2))),
                        new Result.Merge(12, 1L)),
                anomalies,
                new Sends(50_000, 13_759, 24_980, 20, 0, 20, 0, 36_221, Map.of(), Map.of()),
                new Deliveries(13_759, 13_759, null, Map.of("billing", 13_759L)),
                Map.of("to-west.rpo.holes", List.of("us-east/order-service-0/1/3011")),
                latency(),
                List.of(new Fault(DrillFixture.KILL, 20_004, 20_069, 61, null, null)),
                environment(),
                List.of("The runbook of to-west ended at its step verify-topics."),
                List.of());
        return new ReportData(result, events, DrillFixture.series(events, 0, 80_000), SCENARIO, FILES);
    }

    /** Everything that can be missing is missing. */
    static ReportData inconclusive() {
        var events = DrillFixture.started(
                "region-loss", "The primary region is lost without warning", List.of("us-east", "us-west"));
        var ended =
                new io.firedrill.evidence.TimelineEvent.Trouble(DrillFixture.at(45_000), "baseline", "never steady");
        Map<String, Anomaly> anomalies = new LinkedHashMap<>();
        List.of("P1", "P2", "R1", "C1", "X1")
                .forEach(code -> anomalies.put(
                        code, anomaly(title(code), "records", null, "forbidden", 0L, Verdict.INCONCLUSIVE, List.of())));
        anomalies.put(
                "R3",
                anomaly("replication-duplicate", "records", null, "bounded", null, Verdict.INCONCLUSIVE, List.of()));
        Result result = new Result(
                Result.SCHEMA_VERSION,
                new Run(
                        "20260801-093012",
                        "region-loss",
                        "The primary region is lost without warning",
                        "active-passive",
                        "processes",
                        "2026-08-01T09:30:12Z",
                        Double.NaN,
                        "0.1.0",
                        Map.of(),
                        "",
                        1,
                        "",
                        "aborted"),
                Verdict.INCONCLUSIVE,
                List.of(
                        objective(
                                "rto.service",
                                "30s",
                                "not measured",
                                "",
                                Verdict.INCONCLUSIVE,
                                "No transition took place."),
                        objective(
                                "rpo.records",
                                "500",
                                "not measured",
                                "",
                                Verdict.INCONCLUSIVE,
                                "No transition took place.")),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                anomalies,
                null,
                null,
                null,
                Map.of("ack, baseline", new Latency(0, 0, 0, 0, 0, 0, "")),
                List.of(),
                Map.of(),
                List.of(),
                List.of(
                        "The baseline never became steady within 60 s: acknowledgement p99 stayed above 1 s.",
                        "P1 lost-acked could not be measured from this evidence",
                        "journals/us-east-1 is cut in its last segment."));
        return new ReportData(
                result,
                List.of(events, ended),
                new Series(events.at(), events.at(), ended.at(), List.of("us-east", "us-west")),
                "",
                List.of());
    }

    /** A transition took place, but hardly anything of it is known. */
    static ReportData halfMeasured() {
        Result pass = pass().result();
        Transition transition = new Transition(
                "to-west",
                "failover",
                "us-east",
                "us-west",
                true,
                Map.of(),
                List.of(),
                new Rto(null, null, null, null, null, Double.NaN, true, 0, Map.of(), null, 0),
                new Rpo(
                        0,
                        4,
                        0,
                        0,
                        null,
                        null,
                        0,
                        null,
                        Double.NaN,
                        Double.NaN,
                        null,
                        0,
                        0,
                        null,
                        0,
                        null,
                        0,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of()),
                List.of(new ServiceRto("billing", null, null, null, Map.of())));
        Result result = new Result(
                1,
                pass.run(),
                Verdict.INCONCLUSIVE,
                List.of(),
                List.of(transition),
                transition.rto(),
                transition.rpo(),
                pass.duplicates(),
                pass.splitBrain(),
                pass.conflicts(),
                Map.of(),
                pass.sends(),
                pass.deliveries(),
                Map.of(),
                Map.of(),
                List.of(new Fault(
                        new io.firedrill.evidence.FaultReceipt(
                                "partition",
                                "us-east",
                                "",
                                "",
                                0,
                                0,
                                List.of(),
                                false,
                                0,
                                0,
                                "The canary never failed."),
                        20_000,
                        Double.NaN,
                        Double.NaN,
                        null,
                        new Result.Left(30_000, "a person ended the drill, so the region was not brought back"))),
                Map.of(),
                List.of(),
                List.of("The fault partition had no effect."));
        var events = DrillFixture.recovered();
        return new ReportData(result, events, DrillFixture.series(events, 28_250, 68_000), SCENARIO, FILES);
    }

    /** The same drill with names that try to be markup. */
    static ReportData hostile() {
        ReportData pass = pass();
        Result r = pass.result();
        String evil = "<script>alert(1)</script>|`*_[x](y)\u0000\"'&";
        Transition t = r.transitions().get(0);
        Transition transition = new Transition(
                evil,
                t.kind(),
                evil,
                evil,
                false,
                t.points(),
                List.of(new Phase(evil, 20_069, 9_411, evil, evil)),
                t.rto(),
                t.rpo(),
                List.of(new ServiceRto(evil, 1.0, 1.0, 1.0, Map.of())));
        Run run = new Run(evil, evil, evil, evil, evil, evil, 1, evil, Map.of(evil, evil), evil, 1, evil, evil);
        Result result = new Result(
                1,
                run,
                Verdict.FAIL,
                List.of(objective(evil, evil, evil, evil, Verdict.FAIL, evil)),
                List.of(transition),
                t.rto(),
                t.rpo(),
                r.duplicates(),
                new SplitBrain(1, 0, 1, 0.0, 1.0, 1, List.of(evil), List.of(evil)),
                r.conflicts(),
                Map.of("P1", anomaly(evil, evil, 1L, "forbidden", 0L, Verdict.FAIL, List.of(evil))),
                r.sends(),
                new Deliveries(1, 1, 1L, Map.of(evil, 1L)),
                Map.of("splitBrain.writes", List.of(evil)),
                Map.of(evil, new Latency(1, 1, 1, 1, 1, 1, evil)),
                List.of(new Fault(
                        new io.firedrill.evidence.FaultReceipt(
                                evil, evil, evil, evil, 0, 0, List.of(evil), true, 0, 0, evil),
                        1,
                        2,
                        3,
                        new Result.Lift(4, 5.0, true, evil),
                        new Result.Left(4, evil))),
                Map.of(evil, evil, "broker." + evil, evil),
                List.of(evil),
                List.of(evil));
        return new ReportData(
                result, pass.events(), pass.series(), evil + SCENARIO, List.of(new EvidenceFile(evil, 1, 1, evil)));
    }

    private static ObjectiveResult objective(
            String name, String limit, String measured, String plusMinus, Verdict verdict, String reason) {
        return new ObjectiveResult(name, limit, measured, plusMinus, verdict, reason);
    }

    private static Run run(String scenario, String title, double seconds, String ended) {
        return new Run(
                "20260801-093012",
                scenario,
                title,
                "active-passive",
                "processes",
                "2026-08-01T09:30:12Z",
                seconds,
                "0.1.0",
                new TreeMap<>(Map.of("us-east", "4.3.1", "us-west", "4.3.1")),
                "5f0d0cbe2c8f1f5a7bb9b3d9e0a4d4c2b8a1f6e0c3d5b7a9e1f2c4d6b8a0e2f4",
                1,
                "ci",
                ended);
    }

    private static Rpo rpo() {
        return new Rpo(
                3,
                2,
                3,
                0,
                2L,
                0L,
                1_860,
                1_240L,
                412,
                821,
                1_204.0,
                61,
                0,
                0L,
                3,
                2L,
                0,
                1L,
                38.0,
                374.0,
                passPartitions(),
                List.of(
                        "us-east/order-service-0/1/13712",
                        "us-east/order-service-0/1/13731",
                        "us-east/order-service-0/1/13740"));
    }

    private static List<PartitionRpo> partitions(int worst) {
        List<PartitionRpo> partitions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            long lost = worst < 2 ? (i < 3 ? worst : 0) : worst - i * 40L;
            double prefix = worst == 0 ? 0 : 821 - i * 110;
            partitions.add(new PartitionRpo("orders", i, 2_290 - i * 7L, lost, 0L, 412 - i * 50, prefix, prefix));
        }
        return partitions;
    }

    private static Map<String, Double> bars() {
        Map<String, Double> bars = new TreeMap<>(gaps());
        bars.replaceAll((partition, gap) -> 2.0);
        return bars;
    }

    /** Of two records that may be lost as well one is of partition 0, and nobody knows where the other stood. */
    private static List<PartitionRpo> passPartitions() {
        List<PartitionRpo> partitions = partitions(1);
        partitions.set(0, new PartitionRpo("orders", 0, 2_290, 1, 1L, 412, 821, 1_204.0));
        return partitions;
    }

    private static List<PartitionRpo> unscannedPartitions() {
        return List.of(
                new PartitionRpo("orders", 0, 300, 0, 300L, 0, 0, 20_045.0),
                new PartitionRpo("orders", 1, 200, 0, 200L, 0, 0, 20_005.0));
    }

    private static Map<String, Double> gaps() {
        Map<String, Double> gaps = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            gaps.put("orders/" + i, 8_244.0 - i * 31);
        }
        return gaps;
    }

    private static Map<String, Latency> latency() {
        Map<String, Latency> latency = new LinkedHashMap<>();
        latency.put(
                "acknowledged-baseline",
                new Latency(
                        13_760, 4.8, 9.1, 14.2, 31.5, 48.0, "from the intended time to the acknowledgement, baseline"));
        latency.put(
                "delivered-baseline",
                new Latency(
                        13_760,
                        9.9,
                        15.1,
                        22.2,
                        61.5,
                        92.0,
                        "from the intended time to the first delivery to each group, baseline"));
        latency.put(
                "acknowledged-outage",
                new Latency(
                        1_130,
                        212,
                        2_410,
                        8_140,
                        8_240,
                        8_244,
                        "from the intended time to the acknowledgement, outage"));
        latency.put(
                "delivered-outage",
                new Latency(
                        1_770,
                        3_212,
                        6_410,
                        8_190,
                        8_290,
                        8_301,
                        "from the intended time to the first delivery to each group, outage"));
        latency.put(
                "acknowledged-after",
                new Latency(
                        19_260, 5.6, 11.4, 22.9, 74.0, 118.0, "from the intended time to the acknowledgement, after"));
        latency.put(
                "delivered-after",
                new Latency(
                        19_260,
                        11.6,
                        21.4,
                        42.9,
                        94.0,
                        178.0,
                        "from the intended time to the first delivery to each group, after"));
        return latency;
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("os", "Linux 6.18 amd64");
        environment.put("cpus", "2");
        environment.put("memory", "24 GiB");
        environment.put("java", "17.0.15");
        environment.put("broker.log.cleaner.dedupe.buffer.size", "2097152");
        environment.put("broker.num.io.threads", "4");
        environment.put("mirror.emit.checkpoints.interval.seconds", "1");
        environment.put("mirror.sync.group.offsets.enabled", "true");
        return environment;
    }

    private static Anomaly anomaly(
            String title,
            String unit,
            @Nullable Long count,
            String rule,
            @Nullable Long limit,
            Verdict verdict,
            List<String> examples) {
        return new Anomaly(title, unit, count, rule, limit, verdict, examples, "", Map.of());
    }

    private static Map<String, Anomaly> anomalies(long lost, Verdict verdict) {
        Map<String, Anomaly> anomalies = new LinkedHashMap<>();
        anomalies.put(
                "P1",
                anomaly(
                        "lost-acked",
                        "records",
                        lost,
                        "forbidden",
                        0L,
                        verdict,
                        lost == 0
                                ? List.of()
                                : List.of("us-east/order-service-0/1/4711", "us-east/order-service-0/1/4715")));
        anomalies.put(
                "P2", anomaly("aborted-visible", "records", null, "forbidden", 0L, Verdict.INCONCLUSIVE, List.of()));
        for (String code : List.of("P3", "P4", "P5")) {
            anomalies.put(code, anomaly(title(code), "records", 0L, "forbidden", 0L, Verdict.PASS, List.of()));
        }
        anomalies.put(
                "P6", anomaly("send-inversion", "records", null, "forbidden", 0L, Verdict.INCONCLUSIVE, List.of()));
        anomalies.put(
                "R1",
                anomaly(
                        "tail-unreplicated",
                        "records",
                        3L,
                        "bounded",
                        500L,
                        Verdict.PASS,
                        List.of(
                                "us-east/order-service-0/1/13712",
                                "us-east/order-service-0/1/13731",
                                "us-east/order-service-0/1/13740")));
        anomalies.put(
                "R2",
                anomaly(
                        "replication-hole",
                        "records",
                        lost == 0 ? 0L : 2L,
                        "forbidden",
                        0L,
                        verdict,
                        lost == 0
                                ? List.of()
                                : List.of("us-east/order-service-0/1/3011", "us-east/order-service-0/1/3012")));
        anomalies.put("R3", anomaly("replication-duplicate", "records", 0L, "bounded", 0L, Verdict.PASS, List.of()));
        anomalies.put(
                "R7", anomaly("translation error", "records and groups", null, "bounded", 0L, Verdict.PASS, List.of()));
        anomalies.put("C1", anomaly("unseen", "records", 0L, "forbidden", 0L, Verdict.PASS, List.of()));
        anomalies.put("C2", anomaly("skipped", "records", 0L, "forbidden", 0L, Verdict.PASS, List.of()));
        anomalies.put(
                "C3",
                anomaly(
                        "redelivered",
                        "deliveries",
                        640L,
                        "bounded",
                        1_719L,
                        Verdict.PASS,
                        List.of(
                                "us-east/order-service-0/1/13001 to billing, 2 times",
                                "us-east/order-service-0/1/13002 to billing, 2 times")));
        anomalies.put("C5", anomaly("key-order inversion", "records", 14L, "expected", null, Verdict.PASS, List.of()));
        anomalies.put(
                "X1",
                anomaly("split-brain write", "records", lost == 0 ? 0L : 7L, "forbidden", 0L, verdict, List.of()));
        anomalies.put("X2", anomaly("conflict", "writes", 0L, "not-applicable", null, Verdict.PASS, List.of()));
        return anomalies;
    }

    private static String title(String code) {
        return switch (code) {
            case "P1" -> "lost-acked";
            case "P3" -> "phantom, corrupt";
            case "P4" -> "log-duplicate";
            case "P5" -> "offset-conflict";
            default -> "class " + code;
        };
    }

    private static Map<String, Double> points(Object... namesAndMillis) {
        Map<String, Double> points = new LinkedHashMap<>();
        for (int i = 0; i < namesAndMillis.length; i += 2) {
            points.put((String) namesAndMillis[i], ((Number) namesAndMillis[i + 1]).doubleValue());
        }
        return points;
    }
}
