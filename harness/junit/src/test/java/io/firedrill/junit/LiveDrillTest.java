package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firedrill.audit.Auditor;
import io.firedrill.audit.RecordTrace;
import io.firedrill.audit.Result;
import io.firedrill.audit.ResultJson;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RecordId;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.export.Exporter;
import io.firedrill.export.Format;
import io.firedrill.export.SqlAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One real drill, looked at from many sides. Its loss is known to the record: MirrorMaker is stopped when it has copied the last of a pause. */
@Firedrill(scenario = "src/test/resources/scenarios/quick-loss.yaml")
class LiveDrillTest {

    @Test
    void aRealDrillMeetsItsObjectives(Result result) {
        FiredrillAssertions.assertThat(result).passed().noSplitBrainWrites();
        assertThat(result.troubles()).isEmpty();
    }

    @Test
    void theLossBeginsWithTheRecordBehindTheLastThatWasCopied(Result result, RunFolder folder) {
        FaultReceipt stop = receipt(folder, "pause-mirror");
        FaultReceipt loss = receipt(folder, "kill-region");
        Map<RecordId, PlainFacts.Send> orders = orders(folder);
        Map<RecordId, Integer> east = scanned(folder, "us-east", "orders");

        // What was planted: at the stop no order was on its way, and none was sent until the copies had come to a
        // stand.
        assertThat(orders.values())
                .as("orders between %d and %d", stop.appliedFrom(), stop.effectTo())
                .noneMatch(order -> order.sent() < stop.effectTo() && order.acknowledged() > stop.appliedFrom());
        Map<RecordId, PlainFacts.Send> planted = new HashMap<>(orders);
        planted.keySet().retainAll(east.keySet());
        planted.values().removeIf(order -> order.sent() < stop.effectTo());
        Map.Entry<RecordId, PlainFacts.Send> first = planted.entrySet().stream()
                .min(Comparator.comparingLong(order -> order.getValue().acknowledged()))
                .orElseThrow();
        assertThat(orders.size()).isGreaterThan(planted.size());

        Result.Rpo rpo = result.rpo();
        assertThat(rpo).isNotNull();
        assertThat(rpo.mayRecords()).isZero();
        assertThat(rpo.holes()).isZero();
        Set<RecordId> missing = new HashSet<>(east.keySet());
        missing.removeAll(scanned(folder, "us-west", "orders").keySet());
        assertThat(missing).isEqualTo(planted.keySet());
        Map<Integer, Long> lost = new HashMap<>();
        Map<Integer, Double> oldest = new HashMap<>();
        planted.forEach((id, order) -> {
            lost.merge(east.get(id), 1L, Long::sum);
            oldest.merge(east.get(id), (loss.effectTo() - order.acknowledged()) / 1e6, Math::max);
        });
        assertThat(rpo.partitions().stream().filter(row -> row.topic().equals("orders")))
                .hasSize(lost.size())
                .allSatisfy(row -> {
                    assertThat(row.lost()).isEqualTo(lost.get(row.partition()));
                    assertThat(row.oldestMillis()).isCloseTo(oldest.get(row.partition()), within(0.001));
                });
        // When the loss began by what is known of the kill, and how long ago the audit says that was.
        double age = (loss.effectFrom() - first.getValue().acknowledged()) / 1e6;
        assertThat(rpo.oldestMillis()).isGreaterThanOrEqualTo(age);
        assertThat(oldest.values().stream().max(Double::compare).orElseThrow())
                .isCloseTo(age, within(rpo.plusMinusMillis()));
        assertThat(rpo.strandedRecords()).isEqualTo(rpo.records());
        assertThat(rpo.finalRecords()).isZero();
    }

    @Test
    void theLivesOfTheLastThatWasCopiedAndTheFirstThatWasNotTellThemApart(RunFolder folder) throws Exception {
        FaultReceipt stop = receipt(folder, "pause-mirror");
        Comparator<Map.Entry<RecordId, PlainFacts.Send>> inOrder =
                Comparator.comparingLong(order -> order.getValue().sent());
        RecordId last = orders(folder).entrySet().stream()
                .filter(order -> order.getValue().sent() < stop.effectTo())
                .max(inOrder)
                .orElseThrow()
                .getKey();
        RecordId first = orders(folder).entrySet().stream()
                .filter(order -> order.getValue().sent() > stop.effectTo())
                .min(inOrder)
                .orElseThrow()
                .getKey();

        assertThat(first).isEqualTo(new RecordId(last.worker(), last.producer(), last.session(), last.sequence() + 1));
        assertThat(happened(folder, last)).contains("acknowledged", "copied");
        assertThat(happened(folder, first)).contains("acknowledged").doesNotContain("copied");
    }

    private static List<String> happened(RunFolder folder, RecordId id) throws Exception {
        return RecordTrace.of(folder, PlainFacts.catalogue(folder).name(id)).get(0).moments().stream()
                .map(RecordTrace.Moment::what)
                .toList();
    }

    @Test
    void theLossIsCountedTheSameByPlainSetsOfIds(Result result, RunFolder folder) {
        assertThat(result.rpo()).isNotNull();
        long records = 0;
        for (String lineage : List.of("orders", "pulse")) {
            Set<RecordId> west = scanned(folder, "us-west", lineage).keySet();
            Set<RecordId> lost =
                    new HashSet<>(scanned(folder, "us-east", lineage).keySet());
            lost.removeAll(west);
            records += lost.size();
            assertThat(west).isNotEmpty();
        }
        assertThat(result.rpo().records()).isEqualTo(records);
    }

    @Test
    void phasesAddUpToTheRecoveryTime(Result result) {
        Result.Transition transition = result.transitions().get(0);
        double sum =
                transition.phases().stream().mapToDouble(Result.Phase::millis).sum();

        assertThat(transition.rto().serviceMillis()).isNotNull();
        assertThat(sum).isCloseTo(transition.rto().serviceMillis(), within(0.01));
        assertThat(transition.phases())
                .allSatisfy(phase -> assertThat(phase.millis()).isNotNegative());
        assertThat(transition.phases())
                .extracting(Result.Phase::name)
                .contains("detection", "decision", "fence", "stop-replication", "switch-producers", "reconnection");
    }

    @Test
    void everyFaultHasAReceiptWithAnObservedEffect(Result result) {
        assertThat(result.faults())
                .extracting(fault -> fault.receipt().fault())
                .containsExactly("slow-dependency", "pause-mirror", "kill-region");
        assertThat(result.faults())
                .allSatisfy(fault -> assertThat(fault.receipt().observed()).isTrue());
        assertThat(result.faults().get(2).receipt().touched())
                .contains("us-east broker 1", "us-east broker 2", "us-east broker 3", "us-east worker 1");
    }

    @Test
    void theSameEvidenceGivesTheSameResultByteForByte(RunFolder folder) throws IOException {
        assertThat(ResultJson.text(Auditor.audit(folder))).isEqualTo(Files.readString(folder.result()));
    }

    @Test
    void sqlOverTheExportedFactsCountsTheSame(Result result, RunFolder folder, @TempDir Path directory)
            throws Exception {
        SqlAudit sql = SqlAudit.ofThisCheckout();
        Map<String, Long> audited = new TreeMap<>();
        result.anomalies().forEach((name, anomaly) -> {
            if (anomaly.count() != null) {
                audited.put(name, anomaly.count());
            }
        });
        audited.keySet().retainAll(sql.classes());

        Exporter.Exported exported = Exporter.export(folder, directory, Format.PARQUET);

        assertThat(exported.problems()).isEmpty();
        assertThat(exported.rows().get("outcomes"))
                .isGreaterThanOrEqualTo(result.sends().ok());
        assertThat(exported.rows().get("deliveries"))
                .isEqualTo(result.deliveries().total());
        assertThat(audited).hasSizeGreaterThan(20);
        assertThat(sql.counts(directory, Format.PARQUET, audited.keySet())).isEqualTo(audited);
    }

    @Test
    void aLostRecordHasALife(Result result, RunFolder folder) throws Exception {
        String lost = result.rpo().examples().get(0);

        List<RecordTrace> traces = RecordTrace.of(folder, lost.substring(0, lost.indexOf(' ')));

        assertThat(traces).singleElement().satisfies(trace -> {
            assertThat(trace.transition()).isEqualTo("to-west");
            assertThat(trace.moments())
                    .extracting(RecordTrace.Moment::what)
                    .startsWith("intended", "sent")
                    .contains("acknowledged", "in the log");
            assertThat(trace.moments())
                    .filteredOn(moment -> moment.what().equals("copied"))
                    .allSatisfy(copy -> assertThat(copy.note()).contains("not yet there at the snapshot of to-west"));
            assertThat(RecordTrace.of(folder, trace.id())).isEqualTo(traces);
        });
    }

    @Test
    void alteredEvidenceIsNeverAPass(RunFolder folder, @TempDir Path copy) throws IOException {
        copy(folder.root(), copy);
        Path journal;
        try (Stream<Path> files = Files.walk(copy.resolve("journals"))) {
            journal = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length / 2] ^= 0x10;
        Files.write(journal, bytes);

        assertThat(Auditor.audit(new RunFolder(copy)).verdict()).isNotEqualTo(Result.Verdict.PASS);
    }

    @Test
    void everyReportIsThereAndReadable(RunFolder folder) throws Exception {
        assertThat(folder.report()).content().contains("PASS").doesNotContain("NaN");
        assertThat(folder.summary()).content().contains("PASS");
        var junit = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.junit().toFile());
        assertThat(junit.getElementsByTagName("testcase").getLength()).isGreaterThanOrEqualTo(5);
        assertThat(junit.getElementsByTagName("failure").getLength()).isZero();
    }

    @Test
    void nothingOfItIsLeft(RunFolder folder) {
        assertThat(folder.data()).doesNotExist();
        assertThat(folder.root().resolve("harness.json")).doesNotExist();
        assertThat(ProcessHandle.current()
                        .descendants()
                        .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(command -> command.contains(folder.root().toString()));
    }

    @Test
    void noPasswordIsInTheEvidence(RunFolder folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.root())) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".gz"))
                    .toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("password=\"");
            }
        }
    }

    @Test
    void everyProcessNotesItsStallsOnTheClockOfTheTimeline(RunFolder folder) throws IOException {
        List<TimelineEvent> events = TimelineReader.read(folder.timeline()).events();
        List<StallLog> logs;
        try (Stream<Path> files = Files.list(folder.logs())) {
            logs = files.filter(file -> file.toString().endsWith(StallLog.SUFFIX))
                    .map(StallLog::read)
                    .toList();
        }

        assertThat(logs)
                .filteredOn(log -> !log.measured())
                .extracting(StallLog::process)
                .containsExactlyInAnyOrderElementsOf(measuring());
        assertThat(logs)
                .filteredOn(StallLog::measured)
                .extracting(StallLog::process)
                .contains("us-east broker 1", "us-west broker 3", "MirrorMaker us-east->us-west");
        assertThat(logs).allSatisfy(log -> assertThat(log.problems()).isEmpty());
        assertThat(logs).flatExtracting(StallLog::stalls).allSatisfy(stall -> assertThat(stall.from())
                .isBetween(events.get(0).at(), events.get(events.size() - 1).at()));
    }

    /** The processes that are part of what measures; the proxy server by its own meter, and by the harness that asks it. */
    List<String> measuring() {
        return List.of(
                "harness",
                "toxiproxy",
                "toxiproxy",
                "us-east dependencies",
                "us-east worker 1",
                "us-east worker 2",
                "us-west dependencies",
                "us-west worker 1");
    }

    private static FaultReceipt receipt(RunFolder folder, String fault) {
        return TimelineReader.read(folder.timeline())
                .all(TimelineEvent.FaultApplied.class)
                .map(TimelineEvent.FaultApplied::receipt)
                .filter(receipt -> receipt.fault().equals(fault))
                .findFirst()
                .orElseThrow();
    }

    /** What a region's logs of a lineage hold at the end, each with its partition. */
    private static Map<RecordId, Integer> scanned(RunFolder folder, String region, String lineage) {
        Catalogue catalogue = PlainFacts.catalogue(folder);
        Map<RecordId, Integer> ids = new HashMap<>();
        var state = JournalReader.read(folder.scan(region), new FactSink() {
            @Override
            public void scanned(
                    int topic,
                    int partition,
                    long offset,
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    long keyHash,
                    long timestamp,
                    int bytes,
                    int digest,
                    boolean intact) {
                if (catalogue.topics().get(topic).lineage().equals(lineage)) {
                    ids.put(new RecordId(worker, producer, session, sequence), partition);
                }
            }
        });
        assertThat(state.damaged()).isFalse();
        return ids;
    }

    /** What the order service sent in the first region. */
    private static Map<RecordId, PlainFacts.Send> orders(RunFolder folder) {
        int orders = PlainFacts.catalogue(folder).topic("orders");
        Map<RecordId, PlainFacts.Send> sends = PlainFacts.sends(folder, "us-east");
        sends.values().removeIf(send -> send.topic() != orders);
        return sends;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
