package io.firedrill.toxiproxy.proxy;

import io.firedrill.toxiproxy.toxic.Direction;
import io.firedrill.toxiproxy.toxic.Outlet;
import io.firedrill.toxiproxy.toxic.Stage;
import io.firedrill.toxiproxy.toxic.StageContext;
import io.firedrill.toxiproxy.toxic.Toxic;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a link: source, stages of the toxics in their order, sink. Confined to the link's event loop.
 *
 * <p>Without a stage a chunk goes from the source's receive buffer to the sink's output as it is.
 */
final class LinkStream {

    private static final int BULK = 64 * 1024;

    private final Link link;
    private final Direction direction;
    private final StreamSink sink;
    private final List<Installed> installed = new ArrayList<>();
    private Outlet head;
    private @Nullable Peer source;
    private boolean sourceEnded;
    private boolean closing;

    /** @param toxics those of the proxy; the ones of the other direction are passed over */
    LinkStream(Link link, Direction direction, List<Toxic> toxics) {
        this.link = link;
        this.direction = direction;
        this.sink = new StreamSink(link, this);
        this.head = sink;
        for (Toxic toxic : toxics) {
            if (toxic.direction() == direction) {
                installed.add(new Installed(toxic));
            }
        }
    }

    Direction direction() {
        return direction;
    }

    /** Both sockets are connected: toxics take hold and reading begins. */
    void start(Peer from, Peer to) {
        source = from;
        sink.open(to);
        for (Installed entry : List.copyOf(installed)) {
            drawFor(entry);
        }
        pushed();
    }

    /** The sink takes more again, or no more. */
    void sinkTurned() {
        sink.account();
        regulate();
    }

    /** Whether what is received goes through toxics. */
    boolean hasStages() {
        return head != sink;
    }

    /** The sink's connection, when what is received goes there as it is; null when it is to be {@link #received}. */
    @Nullable
    Peer straightTo() {
        return hasStages() || closing ? null : sink.straight();
    }

    /** So many bytes were received and go there. */
    void passed(int bytes) {
        link.traffic().received(direction, bytes);
        sink.passed(bytes);
    }

    void received(ByteBuf chunk) {
        int bytes = chunk.readableBytes();
        link.traffic().received(direction, bytes);
        if (closing || sink.finished()) {
            dropped(bytes);
            chunk.release();
            return;
        }
        head.data(chunk);
        if (bytes >= BULK) {
            // What fills the sink goes at once, or the source would be paused for it and resumed with the next flush.
            pushed();
        } else {
            regulate();
        }
    }

    /** The source has sent its last byte; its other direction may go on. */
    void sourceEnded() {
        if (!sourceEnded) {
            sourceEnded = true;
            head.end();
            pushed();
        }
    }

    /** The source is gone; without an end it was a reset, which the sink shall see after the data that came before. */
    void sourceGone() {
        if (!sourceEnded) {
            sink.resetAtEnd();
            sourceEnded();
        }
    }

    /** The sink is gone: nothing can be delivered any more. */
    void sinkGone() {
        discard();
        sink.markGone();
        regulate();
    }

    /** Whether the end has come through to the sink, or the sink is gone. */
    boolean finished() {
        return sink.finished();
    }

    /** Whether a stage has asked to close the link when the end has come through. */
    boolean closing() {
        return closing;
    }

    /** Releases what the stages hold. */
    void discard() {
        for (Installed entry : installed) {
            if (entry.stage != null) {
                entry.stage.discard();
            }
        }
        sink.discard();
    }

    void apply(ToxicChange change) {
        if (change instanceof ToxicChange.Added added) {
            Installed entry = new Installed(added.toxic());
            installed.add(entry);
            drawFor(entry);
        } else {
            for (Installed entry : List.copyOf(installed)) {
                if (entry.toxic.name().equals(change.toxic().name())) {
                    entry.become(change.toxic());
                    if (change instanceof ToxicChange.Removed) {
                        takeStage(entry);
                        installed.remove(entry);
                    } else {
                        drawFor(entry);
                    }
                }
            }
        }
        pushed();
    }

    private void drawFor(Installed entry) {
        if (source == null || link.isClosed()) {
            return;
        }
        boolean struck = entry.random() < entry.toxic.toxicity();
        if (!struck) {
            takeStage(entry);
        } else if (entry.stage != null) {
            entry.stage.update(entry.toxic.attributes());
        } else {
            entry.stage = entry.toxic.type().stage(entry, entry.toxic.attributes());
            relink();
            entry.stage.started();
        }
    }

    private void takeStage(Installed entry) {
        Stage stage = entry.stage;
        if (stage != null) {
            stage.removed();
            entry.stage = null;
            relink();
        }
    }

    private void relink() {
        Outlet next = sink;
        boolean keepsPieces = false;
        for (int i = installed.size() - 1; i >= 0; i--) {
            Stage stage = installed.get(i).stage;
            if (stage != null) {
                stage.next(next);
                next = stage;
                keepsPieces |= stage.keepsPieces();
            }
        }
        head = next;
        sink.keepPieces(keepsPieces);
    }

    /** Pauses or resumes the source, by what the sink and the stages can take. */
    void regulate() {
        if (source == null || sourceEnded) {
            return;
        }
        boolean read = sink.gone() || (!closing && sink.writable() && !anyFull());
        source.reads(read);
    }

    private boolean anyFull() {
        if (!hasStages()) {
            return false;
        }
        for (Installed entry : installed) {
            if (entry.stage != null && entry.stage.full()) {
                return true;
            }
        }
        return false;
    }

    void pushed() {
        sink.flush();
        regulate();
    }

    void dropped(long bytes) {
        link.traffic().dropped(direction, bytes);
    }

    /** A toxic of this stream; it has no stage when the draw of its toxicity spared this connection. */
    private final class Installed implements StageContext {
        private final ToxicTraffic account;
        private Toxic toxic;
        private SplittableRandom random;
        private @Nullable Stage stage;

        Installed(Toxic toxic) {
            this.toxic = toxic;
            this.account = link.traffic().of(toxic.name());
            this.random = drawsOf(toxic);
        }

        /** Draws of its own are the same for the same seed and the same connection, whatever else is drawn. */
        private SplittableRandom drawsOf(Toxic drawing) {
            Long seed = drawing.attributes().extras().seed();
            return seed == null ? link.random() : new SplittableRandom(seed * 0x9E3779B97F4A7C15L + link.ordinal());
        }

        void become(Toxic changed) {
            if (!Objects.equals(
                    toxic.attributes().extras().seed(),
                    changed.attributes().extras().seed())) {
                random = drawsOf(changed);
            }
            toxic = changed;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Future<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return link.worker().loop().schedule(task, delay, unit);
        }

        @Override
        public void pushed() {
            LinkStream.this.pushed();
        }

        @Override
        public double random() {
            return random.nextDouble();
        }

        @Override
        public boolean memoryScarce() {
            return link.worker().memoryScarce();
        }

        @Override
        public void holding(long bytes) {
            link.worker().holding(bytes);
        }

        @Override
        public void dropped(long bytes) {
            LinkStream.this.dropped(bytes);
        }

        @Override
        public void closeAfterDelivery() {
            closing = true;
            markCut();
            regulate();
        }

        @Override
        public void reset() {
            markCut();
            link.reset();
        }

        private void markCut() {
            if (link.markCut()) {
                account.cut();
            }
        }

        @Override
        public void cutOff() {
            account.piece();
        }

        @Override
        public void heldBack(long bytes) {
            account.heldBack(bytes);
        }
    }
}
