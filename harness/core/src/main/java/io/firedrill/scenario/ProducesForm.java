package io.firedrill.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code produces: { topic: orders, rate: 500/s, size: 512B }}. */
final class ProducesForm extends Block<ServiceSpec.Produces> {
    /** The stamp that makes a record countable must fit in its value. */
    static final long SMALLEST_VALUE = 64;

    private static final long LARGEST_VALUE = 16L << 20;

    private final Key<String> topic = required("topic", Scalars.TOPIC, "its native topic");
    private final Key<Double> rate =
            required("rate", Scalars.RATE, "intended sends a second over all producers, open loop");
    private final Key<Integer> size = optional(
            "size",
            Scalars.size(
                            SMALLEST_VALUE,
                            LARGEST_VALUE,
                            "a size from 64B (the record's stamp) to 16MiB, such as 512B or 64KiB")
                    .as(Long::intValue),
            512,
            "512B",
            "of a record's value, the stamp of 64 bytes included");
    private final Key<Integer> keys =
            optional("keys", Scalars.count(1, 100_000_000), 1000, "1000", "how many distinct keys");
    private final Key<String> acks =
            optional("acks", new WordForm<>(acks(), List.of()), "all", "all", "acks of the producer: all, 1 or 0");
    private final Key<Optional<Boolean>> idempotent = maybe(
            "idempotent",
            Scalars.BOOLEAN,
            "true with acks: all, otherwise false",
            "enable.idempotence of the producer");
    private final Key<Integer> producers =
            optional("producers", Scalars.count(1, 1000), 1, "1", "how many producer clients share the rate");
    private final Key<Map<String, String>> config =
            optional("config", new ConfigForm(), Map.of(), "none", "further producer settings");

    private final Key<Optional<ServiceSpec.Transactions>> transactions =
            maybe("transactions", new TransactionsForm(), "none", "groups its sends into transactions");
    private final Key<Double> resends = optional(
            "resends", Scalars.RATIO, 0.0, "0%", "share of the records that it hands over twice under the same id");

    ProducesForm() {
        super("what a service produces", Later.PRODUCES);
    }

    @Override
    protected ServiceSpec.Produces build(Fields in) {
        String acknowledged = in.get(acks);
        boolean all = acknowledged.equals("all");
        boolean once = in.get(idempotent).orElse(all);
        if (once && !all) {
            in.block().ifPresent(at -> at.problems()
                    .impossible(
                            at.pathOf("idempotent"),
                            "true",
                            "acks: all, or idempotent: false",
                            "an idempotent producer needs acks: all, and " + at.name() + " has acks: " + acknowledged));
        }
        if (in.get(transactions).isPresent() && !once) {
            in.block().ifPresent(at -> at.problems()
                    .impossible(
                            at.pathOf("transactions"),
                            "idempotent: false",
                            "acks: all and idempotent: true",
                            "transactions need an idempotent producer, and " + at.name() + " has none"));
        }
        return new ServiceSpec.Produces(
                in.get(topic),
                in.get(rate),
                in.get(size),
                in.get(keys),
                acknowledged,
                once,
                in.get(producers),
                in.get(config),
                in.get(transactions),
                in.get(resends));
    }

    private static Map<String, String> acks() {
        Map<String, String> words = new LinkedHashMap<>();
        List.of("all", "1", "0").forEach(word -> words.put(word, word));
        return words;
    }
}
