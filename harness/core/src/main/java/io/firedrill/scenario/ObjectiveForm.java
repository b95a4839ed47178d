package io.firedrill.scenario;

/** {@code 30s}, or {@code { at-most: 30s, because: ... }}: the limit of one measure. */
final class ObjectiveForm extends Block<Objective> {
    private final Measure measure;
    private final Key<Objective.Limit> atMost;
    private final Key<String> because = optional(
            "because",
            Scalars.TEXT,
            "",
            "none",
            "why the limit is what it is; must be said where it allows what the pattern forbids");

    ObjectiveForm(Measure measure) {
        super("a limit");
        this.measure = measure;
        this.atMost = required("at-most", measure.limit(), "the limit, inclusive");
        shorthand(atMost);
    }

    @Override
    protected Objective build(Fields in) {
        return new Objective(measure.name(), in.get(atMost), in.get(because));
    }
}
