package io.firedrill.toxiproxy.toxic;

import java.util.List;

/**
 * Cuts data into pieces of {@code average_size} bytes, plus or minus up to {@code size_variation}, each sent on its own, and
 * waits {@code delay} µs after each.
 */
final class SlicerToxic implements ToxicType {

    @Override
    public String name() {
        return "slicer";
    }

    @Override
    public List<Attribute> attributes() {
        // No size makes no sense, and any default would be a guess: it has to be given.
        return List.of(
                new Attribute("average_size", 1, Integer.MAX_VALUE, 0, "bytes"),
                // Its bounds are those below.
                new Attribute("size_variation", Long.MIN_VALUE, Long.MAX_VALUE, 0, "bytes"),
                new Attribute("delay", 0, Attribute.LONGEST_MILLIS * 1000, 0, "µs"));
    }

    @Override
    public void checkTogether(Attributes attributes) throws InvalidToxicException {
        long average = attributes.get("average_size");
        new Attribute("size_variation", 0, average - 1, 0, "bytes (less than average_size)")
                .check(name(), attributes.get("size_variation"));
    }

    @Override
    public Stage stage(StageContext context, Attributes attributes) {
        return new Slicing(context, attributes);
    }

    private static final class Slicing extends HoldingStage {
        private long average;
        private long variation;
        private long delay;
        private long freeAt;
        private boolean shorter;

        Slicing(StageContext context, Attributes attributes) {
            super(context);
            freeAt = context.nanoTime();
            set(attributes);
        }

        private void set(Attributes attributes) {
            average = attributes.get("average_size");
            variation = attributes.get("size_variation");
            delay = attributes.get("delay") * 1000;
        }

        @Override
        public void update(Attributes attributes) {
            long before = delay;
            set(attributes);
            freeAt += delay - before;
            replan();
        }

        @Override
        int pieceOf(Held head) {
            long size = average + (long) Math.floor((2 * variation + 1) * context.random()) - variation;
            shorter = size < head.size();
            return (int) Math.min(head.size(), size);
        }

        @Override
        long waitFor(Held head, int bytes, long now) {
            return freeAt - now;
        }

        @Override
        void went(int bytes, long due) {
            freeAt = context.nanoTime() + delay;
            if (shorter) {
                context.cutOff();
            }
        }

        @Override
        public boolean keepsPieces() {
            return true;
        }
    }
}
