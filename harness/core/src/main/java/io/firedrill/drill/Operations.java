package io.firedrill.drill;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.failover.FailoverSite;
import io.firedrill.fault.Canaries;
import io.firedrill.fault.FaultSite;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.RegionMetadata;
import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.region.ChildExit;
import io.firedrill.region.NameService;
import io.firedrill.region.Region;
import io.firedrill.region.Vantage;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets;
import io.firedrill.scenario.Scenario;
import io.firedrill.workload.RecordClock;
import io.firedrill.workload.WorkerCommand;
import io.firedrill.workload.WorkerEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** What faults and runbooks can do on the stage. */
final class Operations implements FaultSite, FailoverSite {
    private static final Duration MIRROR_STOPS_WITHIN = Duration.ofSeconds(10);
    private static final Duration SERVICES_STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration LAG_WITHIN = Duration.ofSeconds(10);
    private static final Duration LAG_EVERY = Duration.ofSeconds(1);
    private static final Duration METADATA_WITHIN = Duration.ofSeconds(5);
    private static final Duration ACTIVE_WITHIN = Duration.ofSeconds(30);

    private final Scenario scenario;
    private final Catalogue catalogue;
    private final Stage stage;
    private final Inbox inbox;
    private final Canaries canaries;
    private final Canary canary;
    private final Consumer<TimelineEvent> facts;
    private final Consumer<String> restarted;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger epoch = new AtomicInteger();
    private final ServicesLeftDown leftDown = new ServicesLeftDown(this::launchServices);
    private volatile String owner = "";
    private final ExecutorService beside = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "drill-beside");
        thread.setDaemon(true);
        return thread;
    });

    /** @param restarted hears the region whose worker came back, with the load going on */
    Operations(
            Scenario scenario,
            Catalogue catalogue,
            Stage stage,
            Inbox inbox,
            Canaries canaries,
            Canary canary,
            Consumer<TimelineEvent> facts,
            Consumer<String> restarted) {
        this.scenario = scenario;
        this.catalogue = catalogue;
        this.stage = stage;
        this.inbox = inbox;
        this.canaries = canaries;
        this.canary = canary;
        this.facts = facts;
        this.restarted = restarted;
    }

    /** Ends every {@link #pause}, and what goes on beside the drill. */
    void over() {
        over.countDown();
        beside.shutdownNow();
    }

    @Override
    public Scenario scenario() {
        return scenario;
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public Region region(String name) {
        return stage.region(name);
    }

    @Override
    public Map<String, MirrorMaker> mirrorsIn(String region) {
        return stage.mirrors().entrySet().stream()
                .filter(entry -> entry.getValue().flow().to().equals(region))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Optional<MirrorMaker> mirror(String from, String to) {
        return Optional.ofNullable(stage.mirrors().get(from + "->" + to));
    }

    @Override
    public Optional<String> killServices(String region) {
        Optional<String> killed = stage.crew().kill(region);
        inbox.gone(region);
        canary.gone(region);
        return killed;
    }

    @Override
    public Optional<String> stopServices(String region) throws Exception {
        Optional<String> stopped = stage.crew().stop(region, SERVICES_STOP_PATIENCE);
        inbox.gone(region);
        canary.gone(region);
        return stopped;
    }

    @Override
    public void startServices(String region) throws Exception {
        leftDown.start(region);
    }

    /** Who stays down when its region comes back. */
    ServicesLeftDown leftDown() {
        return leftDown;
    }

    private void launchServices(String region) throws DrillException, InterruptedException, IOException {
        stage.crew().launch(region);
        stage.crew().assign(region);
        restarted.accept(region);
    }

    @Override
    public void provideTopics(String region) throws Exception {
        int brokers = stage.region(region).brokers().size();
        stage.topics().provide(region, stage.topics().from(brokers), observer(region));
    }

    @Override
    public List<String> sourceTopics(String from, String to) {
        return flow(from, to).topics();
    }

    @Override
    public List<String> mirroredTopics(String from, String to) {
        return Topics.mirrored(flow(from, to));
    }

    @Override
    public String uncopied(String from, String to) throws InterruptedException {
        return new CopyWatch(stage).behind(flow(from, to), Duration.ZERO);
    }

    @Override
    public List<String> regions() {
        return List.copyOf(scenario.regions().keySet());
    }

    @Override
    public Cluster cluster(String region) {
        return Cluster.of(observer(region), ASK);
    }

    @Override
    public Optional<WorkerEvent.Stats> load(String region) {
        return inbox.stats(region);
    }

    @Override
    public List<String> provideTopic(String region, String topic) throws Exception {
        stage.topics().create(region, topic, observer(region));
        Set<String> consuming = new TreeSet<>();
        Set<String> producing = new TreeSet<>();
        scenario.services().forEach((name, service) -> {
            if (!Assignments.activeAtFirst(service, region)) {
                return;
            }
            service.produces().filter(it -> it.topic().equals(topic)).ifPresent(it -> producing.add(name));
            service.consumes()
                    .filter(it -> scenario.waits(it) && it.topics().contains(topic))
                    .ifPresent(it -> consuming.add(name));
        });
        if (!consuming.isEmpty()) {
            activateConsumers(region, consuming, Offsets.SYNCED, ACTIVE_WITHIN);
        }
        long since = producing.isEmpty() ? now() : activateProducers(region, producing);
        facts.accept(new TimelineEvent.TopicCreated(since, region, topic));
        Set<String> begun = new TreeSet<>(consuming);
        begun.addAll(producing);
        return List.copyOf(begun);
    }

    @Override
    public void dropClientConnections(String region) throws IOException {
        stage.dropClientConnections(region);
    }

    @Override
    public boolean setClock(String region, Duration ahead) {
        return stage.crew().tell(region, new WorkerCommand.SetClock(ahead));
    }

    @Override
    public Optional<Duration> clockAhead(String region, Duration atMost) {
        Set<String> topics = new TreeSet<>();
        scenario.services().values().stream()
                .filter(service -> service.deployedIn().contains(region))
                .flatMap(service -> service.produces().stream())
                .forEach(produces -> topics.add(produces.topic()));
        return RecordClock.ahead(
                Strings.of(region(region).connection(Vantage.OBSERVER, Credentials.OPERATOR)),
                topics,
                catalogue.regions().indexOf(region),
                atMost);
    }

    private ReplicationSpec flow(String from, String to) {
        return scenario.replication().stream()
                .filter(flow -> flow.from().equals(from) && flow.to().equals(to))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no replication from " + from + " to " + to));
    }

    @Override
    public Admin observer(String region) {
        return stage.observer(region);
    }

    @Override
    public Admin admin(String region) {
        return stage.operator(region);
    }

    @Override
    public Network network() {
        return stage.network();
    }

    @Override
    public NameService names() {
        return stage.platform().run();
    }

    @Override
    public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader(String region) {
        return stage.reader(region, Vantage.OTHER_REGION);
    }

    @Override
    public Admin localAdmin(String region) {
        return stage.observer(region);
    }

    @Override
    public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> localReader(String region) {
        return stage.reader(region, Vantage.OBSERVER);
    }

    @Override
    public Canaries canaries() {
        return canaries;
    }

    @Override
    public Duration canaryPatience() {
        return canary.patience();
    }

    @Override
    public void watch(Collection<Wire> wires) {
        canary.watch(wires, stage);
    }

    @Override
    public Optional<String> stopMirror(String from, String to) throws Exception {
        Optional<MirrorMaker> mirror = mirror(from, to);
        if (mirror.isEmpty()) {
            return Optional.empty();
        }
        long asked = now();
        Optional<ChildExit> exit = mirror.get().stop(MIRROR_STOPS_WITHIN);
        return exit.map(end -> "MirrorMaker " + from + "->" + to + " ended " + (now() - asked) / 1_000_000
                + " ms after SIGTERM, exit code " + end.code());
    }

    @Override
    public String startMirror(String from, String to, String failover) throws Exception {
        ReplicationSpec flow = flow(from, to);
        if (mirror(from, to).filter(MirrorMaker::isAlive).isPresent()) {
            return "MirrorMaker " + flow.name() + " runs already";
        }
        if (!stage.startMirror(flow)) {
            return "MirrorMaker " + flow.name() + " stays down, as a fault or another step wants it so";
        }
        facts.accept(new TimelineEvent.ReplicationStarted(now(), from, to, failover));
        beside.execute(() -> noteLags(flow));
        return "MirrorMaker " + flow.name() + " was started";
    }

    /** As long as the drill goes on. What can't be looked at is behind. */
    private void noteLags(ReplicationSpec flow) {
        CopyWatch copies = new CopyWatch(stage);
        try {
            while (true) {
                copies.lag(flow, LAG_WITHIN).ifPresent(facts);
                pause(LAG_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void activateConsumers(String region, Set<String> services, Offsets offsets, Duration atMost)
            throws Exception {
        int mark = inbox.mark();
        stage.crew().tell(region, new WorkerCommand.ActivateConsumers(List.copyOf(services), offsets));
        for (String service : services) {
            awaitActivated(region, mark, service, "consumers", atMost);
        }
        awaitMembers(region, services, atMost);
    }

    /** A group runs once its members hold partitions; until then it only wants to. */
    private void awaitMembers(String region, Set<String> services, Duration atMost)
            throws InterruptedException, DrillException {
        long deadline = now() + atMost.toNanos();
        Optional<WorkerEvent.Stats> last = Optional.empty();
        while (now() < deadline) {
            last = inbox.nextStats(region, last.orElse(null), Duration.ofSeconds(1));
            boolean all = last.stream()
                    .flatMap(stats -> stats.groups().stream())
                    .filter(group -> services.contains(
                            catalogue.groups().get(group.group()).service()))
                    .allMatch(group -> group.assigned() > 0);
            if (last.isPresent() && all) {
                return;
            }
        }
        throw new DrillException("the groups of " + String.join(", ", services) + " in " + region
                + " got no partitions within " + atMost.toSeconds() + " s");
    }

    @Override
    public long activateProducers(String region, Set<String> services) throws Exception {
        int mark = inbox.mark();
        stage.crew().tell(region, new WorkerCommand.ActivateProducers(List.copyOf(services)));
        long last = 0;
        for (String service : services) {
            last = Math.max(last, awaitActivated(region, mark, service, "producers", ACTIVE_WITHIN));
        }
        return last;
    }

    private long awaitActivated(String region, int mark, String service, String what, Duration atMost)
            throws InterruptedException, DrillException {
        return inbox.await(
                        region,
                        mark,
                        WorkerEvent.Activated.class,
                        event -> event.service().equals(service) && event.what().equals(what),
                        atMost)
                .orElseThrow(() -> new DrillException("the " + what + " of " + service + " in " + region
                        + " were not active within " + atMost.toSeconds() + " s, or their worker ended"))
                .at();
    }

    /** Where it does not answer, a warning is written. */
    @Override
    public void noteMetadata(String region) throws InterruptedException {
        try {
            facts.accept(RegionMetadata.note(observer(region), region, catalogue, METADATA_WITHIN));
        } catch (ExecutionException | TimeoutException e) {
            facts.accept(new TimelineEvent.Warning(now(), "what metadata " + region + " has could not be noted: " + e));
        }
    }

    @Override
    public boolean servicesRun(String region) {
        return stage.crew().present(region);
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public Optional<Writer> writer(String region, String service) {
        return inbox.stats(region).filter(any -> servicesRun(region)).map(stats -> {
            List<WorkerEvent.ProducerStats> its = stats.producers().stream()
                    .filter(producer -> catalogue
                            .producers()
                            .get(producer.producer())
                            .service()
                            .equals(service))
                    .toList();
            return new Writer(
                    its.stream().anyMatch(WorkerEvent.ProducerStats::active),
                    its.stream().mapToLong(WorkerEvent.ProducerStats::acked).sum());
        });
    }

    @Override
    public void startWriter(String region, String service) throws Exception {
        activateProducers(region, Set.of(service));
    }

    @Override
    public boolean stopWriter(String region, String service) {
        return stage.crew().tell(region, new WorkerCommand.DeactivateProducers(List.of(service)));
    }

    @Override
    public void declareOwner(String region) {
        owner = region;
        facts.accept(new TimelineEvent.OwnershipDeclared(now(), epoch.incrementAndGet(), region, "all"));
    }

    @Override
    public void record(TimelineEvent event) {
        facts.accept(event);
    }

    @Override
    public void meanwhile(String what, Callable<String> look) {
        beside.execute(() -> {
            try {
                String seen = look.call();
                facts.accept(new TimelineEvent.Note(now(), seen));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                facts.accept(new TimelineEvent.Warning(now(), what + " failed: " + e));
            }
        });
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        if (over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("the drill is over");
        }
    }

    @Override
    public long now() {
        return System.nanoTime();
    }
}
