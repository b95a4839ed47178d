package io.firedrill.toxiproxy.toxic;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Does nothing; the real server accepts it, so this one does. */
final class NoopToxic implements ToxicType {

    @Override
    public String name() {
        return "noop";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of();
    }

    @Override
    public Stage stage(StageContext context, Attributes attributes) {
        return new Passing(context);
    }

    private static final class Passing extends Stage {
        Passing(StageContext context) {
            super(context);
        }

        @Override
        public void update(Attributes attributes) {
            // It has none.
        }

        @Override
        public void data(ByteBuf chunk) {
            next().data(chunk);
        }

        @Override
        public void end() {
            next().end();
        }
    }
}
