package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code detect: { probe: produce, every: 250ms, failures: 4 }}. */
final class DetectForm extends Block<DetectForm.Probing> {
    private final Key<String> probe = optional(
            "probe",
            new WordForm<>(Map.of("produce", "produce"), List.of()),
            "produce",
            "produce",
            "how the region is probed: by producing to it over the link, acks=all");
    private final Key<Optional<String>> seenFrom =
            maybe("seen-from", Scalars.REGION, "the region that takes over", "the region whose worker probes");
    private final Key<Duration> every =
            optional("every", Scalars.POSITIVE_DURATION, Probing.USUAL.every(), "250ms", "interval between probes");
    private final Key<Integer> failures = optional(
            "failures",
            Scalars.count(1, 10_000),
            Probing.USUAL.failures(),
            "4",
            "how many in a row declare the region down");
    private final Key<Duration> timeout = optional(
            "timeout",
            Scalars.POSITIVE_DURATION,
            Probing.USUAL.timeout(),
            "1s",
            "a probe without an answer after this has failed");

    DetectForm() {
        super("a way to detect the loss", Later.DETECT);
    }

    @Override
    protected Probing build(Fields in) {
        in.get(probe);
        return new Probing(in.get(seenFrom), in.get(every), in.get(failures), in.get(timeout));
    }

    /** A probe as written; where it looks from depends on the failover unless it says. */
    record Probing(Optional<String> seenFrom, Duration every, int failures, Duration timeout) {
        static final Probing USUAL = new Probing(Optional.empty(), Duration.ofMillis(250), 4, Duration.ofSeconds(1));

        FailoverSpec.Detect towards(String target) {
            return new FailoverSpec.Detect.Probe(seenFrom.orElse(target), every, failures, timeout);
        }
    }
}
