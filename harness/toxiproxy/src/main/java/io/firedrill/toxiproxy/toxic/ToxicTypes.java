package io.firedrill.toxiproxy.toxic;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every kind of toxic this server knows. */
public final class ToxicTypes {

    private static final Map<String, ToxicType> BY_NAME = Stream.of(
                    new LatencyToxic(),
                    new BandwidthToxic(),
                    new TimeoutToxic(),
                    new ResetPeerToxic(),
                    new SlowCloseToxic(),
                    new SlicerToxic(),
                    new LimitDataToxic(),
                    new NoopToxic())
            .collect(Collectors.toUnmodifiableMap(ToxicType::name, Function.identity()));

    private ToxicTypes() {}

    /** The type of that name, or empty when there is none. */
    public static Optional<ToxicType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
