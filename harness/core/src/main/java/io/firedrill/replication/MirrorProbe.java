package io.firedrill.replication;

import io.firedrill.kafka.AdminSettings;
import io.firedrill.kafka.Credentials;
import io.firedrill.region.Child;
import io.firedrill.region.ChildExit;
import io.firedrill.region.Region;
import io.firedrill.region.RegionFailedException;
import io.firedrill.region.Vantage;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Looks from outside what a MirrorMaker has brought about, and waits for it. */
final class MirrorProbe implements AutoCloseable {
    private static final String HEARTBEATS = "heartbeats";
    private static final long POLL_MILLIS = 50;

    private final MirrorMaker mirror;
    private final Admin source;
    private final Admin target;
    private final Duration atMost;
    private final long deadline;
    private final CompletableFuture<ChildExit> exit;
    private String missing = "";

    MirrorProbe(MirrorMaker mirror, Region source, Region target, Duration atMost) {
        this.mirror = mirror;
        this.source = admin(source);
        this.target = admin(target);
        this.atMost = atMost;
        this.deadline = System.nanoTime() + atMost.toNanos();
        this.exit = mirror.process().map(Child::exit).orElseGet(CompletableFuture::new);
    }

    void awaitConnectors() throws RegionFailedException, InterruptedException {
        until(() -> {
            String syncs = "mm2-offset-syncs." + mirror.flow().to() + ".internal";
            missing = "the topic " + syncs + " at " + mirror.flow().from() + " (the source connector has not started)";
            return topics(source).contains(syncs);
        });
        boolean heartbeats = !"false".equals(mirror.config().properties().get("emit.heartbeats.enabled"));
        until(() -> {
            missing = "a record in " + HEARTBEATS + " at " + mirror.flow().to() + " (no heartbeat task runs)";
            return !heartbeats || (topics(target).contains(HEARTBEATS) && records(target, HEARTBEATS) > 0);
        });
    }

    void awaitTopics(Set<String> names) throws RegionFailedException, InterruptedException {
        until(() -> {
            Map<String, TopicDescription> wanted =
                    get(source.describeTopics(names).allTopicNames());
            Set<String> there = topics(target);
            for (Map.Entry<String, TopicDescription> topic : wanted.entrySet()) {
                String remote = mirror.flow().policy().remoteTopic(mirror.flow().from(), topic.getKey());
                int partitions = topic.getValue().partitions().size();
                missing = "the topic " + remote + " with " + partitions + " partitions at "
                        + mirror.flow().to();
                if (!there.contains(remote) || partitions(target, remote) < partitions) {
                    return false;
                }
            }
            return true;
        });
    }

    @Override
    public void close() {
        source.close(Duration.ZERO);
        target.close(Duration.ZERO);
    }

    private void until(Callable<Boolean> condition) throws RegionFailedException, InterruptedException {
        String trouble = "";
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (ExecutionException | TimeoutException e) {
                trouble = "; the last answer was " + (e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException | RegionFailedException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("cannot look at what " + mirror.name() + " does", e);
            }
            pollAgain(trouble);
        }
    }

    private void pollAgain(String trouble) throws RegionFailedException, InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new RegionFailedException(mirror.name() + " is not ready after " + atMost.toSeconds()
                    + " s: still missing " + missing + trouble + "\nIts log: " + mirror.log());
        }
        try {
            ChildExit ended = exit.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            throw new RegionFailedException(ended.describe() + "\nThe whole log: " + mirror.log());
        } catch (TimeoutException e) {
            // it runs on: that is the good case
        } catch (ExecutionException e) {
            throw new RegionFailedException("cannot watch " + mirror.name(), e);
        }
    }

    private static Set<String> topics(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        return new TreeSet<>(get(admin.listTopics().names()));
    }

    private static int partitions(Admin admin, String topic)
            throws ExecutionException, TimeoutException, InterruptedException {
        return get(admin.describeTopics(Set.of(topic)).allTopicNames()).values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    private static long records(Admin admin, String topic)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions(admin, topic); partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Collection<ListOffsetsResultInfo> offsets =
                get(admin.listOffsets(ends).all()).values();
        return offsets.stream().mapToLong(info -> info.offset()).sum();
    }

    /** The client's own time limit has been seen to fail; the future's does not. */
    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(AdminSettings.CALL_MILLIS + 500L, TimeUnit.MILLISECONDS);
    }

    private static Admin admin(Region region) {
        return Admin.create(AdminSettings.impatient(region.connection(Vantage.OBSERVER, Credentials.OPERATOR)));
    }
}
