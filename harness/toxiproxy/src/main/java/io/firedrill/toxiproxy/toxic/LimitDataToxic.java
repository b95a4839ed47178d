package io.firedrill.toxiproxy.toxic;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Lets exactly {@code bytes} bytes through and closes the connection with the last of them; with 0, at the first byte. */
final class LimitDataToxic implements ToxicType {

    @Override
    public String name() {
        return "limit_data";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(new Attribute("bytes", 0, Long.MAX_VALUE, 0, "bytes"));
    }

    @Override
    public Stage stage(StageContext context, Attributes attributes) {
        return new Limit(context, attributes);
    }

    private static final class Limit extends Stage {
        private long limit;
        private long passed;
        private boolean reached;

        Limit(StageContext context, Attributes attributes) {
            super(context);
            limit = attributes.get("bytes");
        }

        @Override
        public void update(Attributes attributes) {
            limit = attributes.get("bytes");
        }

        @Override
        public void data(ByteBuf chunk) {
            int bytes = chunk.readableBytes();
            int allowed = reached ? 0 : (int) Math.min(bytes, Math.max(0, limit - passed));
            passed += allowed;
            if (allowed == bytes) {
                next().data(chunk);
            } else {
                context.dropped(bytes - allowed);
                if (allowed > 0) {
                    next().data(chunk.readRetainedSlice(allowed));
                }
                chunk.release();
            }
            if (!reached && passed >= limit) {
                reached = true;
                endConnection();
            }
        }

        @Override
        public void end() {
            if (!reached) {
                next().end();
            }
        }
    }
}
