package io.firedrill.audit;

import io.firedrill.audit.Lives.Moment;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.RecordId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of one journal or scan that concern the records of some {@link Lives}. */
final class LifeFacts implements FactSink {

    /** A delivery that no commit covers yet. */
    record Waiting(List<Moment> life, String region, int group, int topic, int partition, long offset, long at) {}

    private final Lives lives;
    private final Catalogue catalogue;
    private final String region;
    private final List<Waiting> waiting;
    private int worker = -1;
    private int producer = -1;
    private int session = -1;
    private boolean concerned;
    private long highest = -1;

    LifeFacts(Lives lives, Catalogue catalogue, String region, List<Waiting> waiting) {
        this.lives = lives;
        this.catalogue = catalogue;
        this.region = region;
        this.waiting = waiting;
    }

    private @Nullable List<Moment> life(int ofWorker, int ofProducer, int ofSession, long sequence) {
        if (ofWorker != worker || ofProducer != producer || ofSession != session) {
            worker = ofWorker;
            producer = ofProducer;
            session = ofSession;
            concerned = lives.concerns(worker, producer, session);
            highest = -1;
        }
        return concerned ? lives.wanted(new RecordId(worker, producer, session, sequence)) : null;
    }

    private String place(int topic, int partition, long offset) {
        return region + " " + LogPlace.text(catalogue, topic, partition, offset);
    }

    private String group(int group) {
        boolean named = group >= 0 && group < catalogue.groups().size();
        return named ? catalogue.groups().get(group).name() : "group " + group;
    }

    @Override
    public void sent(
            int ofWorker,
            int ofProducer,
            int ofSession,
            long sequence,
            long keyHash,
            int topic,
            int bytes,
            long intended,
            long invoked) {
        List<Moment> life = life(ofWorker, ofProducer, ofSession, sequence);
        if (sequence > highest) {
            highest = sequence;
            lives.reached(ofWorker, ofProducer, ofSession, sequence);
        }
        if (life != null) {
            boolean named = topic >= 0 && topic < catalogue.topics().size();
            String to = region + " " + (named ? catalogue.topics().get(topic).name() : "topic " + topic);
            life.add(new Moment(intended, "intended", to, ""));
            life.add(new Moment(invoked, "sent", to, bytes + " bytes, key " + String.format("%016x", keyHash)));
        }
    }

    @Override
    public void resent(int ofWorker, int ofProducer, int ofSession, long sequence, long at) {
        List<Moment> life = life(ofWorker, ofProducer, ofSession, sequence);
        if (life != null) {
            life.add(new Moment(at, "sent again", region, "by the service's own retry"));
        }
    }

    @Override
    public void acked(
            int ofWorker,
            int ofProducer,
            int ofSession,
            long sequence,
            int topic,
            int partition,
            long offset,
            long at) {
        List<Moment> life = life(ofWorker, ofProducer, ofSession, sequence);
        if (life != null) {
            life.add(new Moment(at, "acknowledged", place(topic, partition, offset), ""));
        }
    }

    @Override
    public void failed(int ofWorker, int ofProducer, int ofSession, long sequence, long at, String error) {
        List<Moment> life = life(ofWorker, ofProducer, ofSession, sequence);
        if (life != null) {
            life.add(new Moment(at, "failed", region, error + ", never handed to the network"));
        }
    }

    @Override
    public void unknown(int ofWorker, int ofProducer, int ofSession, long sequence, long at, String error) {
        List<Moment> life = life(ofWorker, ofProducer, ofSession, sequence);
        if (life != null) {
            life.add(new Moment(at, "unknown", region, error + ", it may have been appended"));
        }
    }

    @Override
    public void delivered(
            int group,
            int instance,
            int topic,
            int partition,
            long offset,
            int ofWorker,
            int ofProducer,
            int ofSession,
            long sequence,
            long at,
            boolean intact) {
        List<Moment> life = life(ofWorker, ofProducer, ofSession, sequence);
        if (life != null) {
            String to = "to " + group(group) + ", member " + instance;
            life.add(new Moment(
                    at, "delivered", place(topic, partition, offset), intact ? to : to + "; its checksum differs"));
            waiting.add(new Waiting(life, region, group, topic, partition, offset, at));
        }
    }

    @Override
    public void committed(int group, int topic, int partition, long offset, long at) {
        waiting.removeIf(delivery -> {
            boolean covered = delivery.group() == group
                    && delivery.topic() == topic
                    && delivery.partition() == partition
                    && delivery.offset() < offset
                    && delivery.at() <= at
                    && delivery.region().equals(region);
            if (covered) {
                delivery.life().add(new Moment(at, "committed", place(topic, partition, offset), "by " + group(group)));
            }
            return covered;
        });
    }

    @Override
    public void scanned(
            int topic,
            int partition,
            long offset,
            int ofWorker,
            int ofProducer,
            int ofSession,
            long sequence,
            long keyHash,
            long timestamp,
            int bytes,
            int digest,
            boolean intact) {
        List<Moment> life = life(ofWorker, ofProducer, ofSession, sequence);
        if (life != null) {
            boolean copy = topic >= 0
                    && topic < catalogue.topics().size()
                    && catalogue.topics().get(topic).mirrored();
            life.add(new Moment(
                    null,
                    copy ? "copied" : "in the log",
                    place(topic, partition, offset),
                    "digest " + String.format("%08x", digest) + (intact ? "" : "; its checksum differs")));
        }
    }
}
