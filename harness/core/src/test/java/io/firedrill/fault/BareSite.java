package io.firedrill.fault;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.Cluster;
import io.firedrill.region.NameService;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.workload.WorkerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;

/** A drill in which nothing is there that a test did not put there: what is asked nevertheless is a mistake of the test's. */
abstract class BareSite implements FaultSite {

    private static UnsupportedOperationException unexpected() {
        return new UnsupportedOperationException("nobody was expected to ask this");
    }

    @Override
    public List<String> regions() {
        throw unexpected();
    }

    @Override
    public Map<String, MirrorMaker> mirrorsIn(String region) {
        throw unexpected();
    }

    @Override
    public Optional<MirrorMaker> mirror(String from, String to) {
        throw unexpected();
    }

    @Override
    public Optional<String> killServices(String region) {
        throw unexpected();
    }

    @Override
    public void startServices(String region) {
        throw unexpected();
    }

    @Override
    public void provideTopics(String region) {
        throw unexpected();
    }

    @Override
    public List<String> sourceTopics(String from, String to) {
        throw unexpected();
    }

    @Override
    public List<String> mirroredTopics(String from, String to) {
        throw unexpected();
    }

    @Override
    public Admin observer(String region) {
        throw unexpected();
    }

    @Override
    public Optional<String> stopServices(String region) {
        throw unexpected();
    }

    @Override
    public String uncopied(String from, String to) {
        throw unexpected();
    }

    @Override
    public Cluster cluster(String region) {
        throw unexpected();
    }

    @Override
    public void noteMetadata(String region) {
        throw unexpected();
    }

    @Override
    public Optional<WorkerEvent.Stats> load(String region) {
        throw unexpected();
    }

    @Override
    public List<String> provideTopic(String region, String topic) {
        throw unexpected();
    }

    @Override
    public void dropClientConnections(String region) {
        throw unexpected();
    }

    @Override
    public boolean setClock(String region, Duration ahead) {
        throw unexpected();
    }

    @Override
    public Optional<Duration> clockAhead(String region, Duration atMost) {
        throw unexpected();
    }

    @Override
    public String owner() {
        throw unexpected();
    }

    @Override
    public Optional<Writer> writer(String region, String service) {
        throw unexpected();
    }

    @Override
    public void startWriter(String region, String service) {
        throw unexpected();
    }

    @Override
    public boolean stopWriter(String region, String service) {
        throw unexpected();
    }

    @Override
    public void record(TimelineEvent event) {
        throw unexpected();
    }

    @Override
    public void meanwhile(String what, Callable<String> look) {
        throw unexpected();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        throw unexpected();
    }

    @Override
    public NameService names() {
        throw unexpected();
    }
}
