package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code decide: automatic} or {@code decide: { after: 30s }}. */
final class DecideForm extends Block<FailoverSpec.Decide> {
    private static final String AUTOMATIC = "automatic";

    private final Key<Duration> after =
            required("after", Scalars.DURATION, "how long a decision takes, as when people are called");

    DecideForm() {
        super("automatic, or a delay", Later.DECIDE);
    }

    @Override
    protected Optional<FailoverSpec.Decide> word(YamlNode.Scalar scalar) {
        return scalar.text().equals(AUTOMATIC) ? Optional.of(new FailoverSpec.Decide.Automatic()) : Optional.empty();
    }

    @Override
    protected List<String> words() {
        return List.of(AUTOMATIC);
    }

    @Override
    protected FailoverSpec.Decide build(Fields in) {
        return new FailoverSpec.Decide.After(in.get(after));
    }
}
