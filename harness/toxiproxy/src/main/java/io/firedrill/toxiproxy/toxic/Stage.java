package io.firedrill.toxiproxy.toxic;

import org.jspecify.annotations.Nullable;

/**
 * One toxic at work on one stream of one connection.
 *
 * <pre>
 *            data, end      data, end
 *   source ----------&gt; stage ----------&gt; next stage or sink
 * </pre>
 *
 * <p>Stages keep bytes in order and never refuse them. Back-pressure acts on the source alone: it is paused while any stage
 * is {@link #full} or the sink can't take more, so what a stream holds is bounded whatever the order of its stages.
 */
public abstract class Stage implements Outlet {

    /** The stream this stage sits in. */
    protected final StageContext context;

    private @Nullable Outlet next;

    protected Stage(StageContext context) {
        this.context = context;
    }

    /** Links the outlet that takes what this stage lets through; done before any other call, and again when it changes. */
    public final void next(Outlet outlet) {
        this.next = outlet;
    }

    /** The outlet that takes what this stage lets through. */
    protected final Outlet next() {
        if (next == null) {
            throw new IllegalStateException("the stage is not linked");
        }
        return next;
    }

    /** Ends the connection in order: what has left this stage is still delivered to the sink, then both sides close. */
    protected final void endConnection() {
        context.closeAfterDelivery();
        next().end();
        context.pushed();
    }

    /** The toxic takes hold of the connection: called once, after the stage was linked. */
    public void started() {}

    /** The toxic got new attributes; what is held follows them at once. */
    public abstract void update(Attributes attributes);

    /** The toxic is taken away: everything held goes on in order, now. The stage is unlinked afterwards. */
    public void removed() {}

    /** The connection is gone: releases everything held and cancels every timer. */
    public void discard() {}

    /** Whether the source should pause. */
    public boolean full() {
        return false;
    }

    /** Whether each chunk should leave the socket as a segment of its own. */
    public boolean keepsPieces() {
        return false;
    }
}
