package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What one connection of a link tells: it is the source of one stream and the sink of the other. */
record LinkEvents(Link link, LinkStream from, LinkStream to) implements PeerEvents {

    @Override
    public boolean keeps() {
        return from.hasStages();
    }

    @Override
    public @Nullable Peer straightTo() {
        return from.straightTo();
    }

    @Override
    public void passed(int bytes) {
        from.passed(bytes);
    }

    @Override
    public void received(ByteBuf chunk) {
        from.received(chunk);
    }

    @Override
    public void receivedAll() {
        from.pushed();
    }

    @Override
    public void turned() {
        to.sinkTurned();
    }

    @Override
    public void ended() {
        from.sourceEnded();
    }

    @Override
    public void gone() {
        link.peerGone(from, to);
    }
}
