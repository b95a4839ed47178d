package io.firedrill.toxiproxy.toxic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of toxic: its name, its attributes and the {@link Stage} it puts into a stream. A new kind is one class with this
 * interface and one line in {@link ToxicTypes}.
 */
public interface ToxicType {

    /** The {@code type} in JSON. */
    String name();

    /** The attributes in the order in which JSON shows them. */
    List<Attribute> attributes();

    /** Whether it has jitter, whose {@code distribution} can be chosen. */
    default boolean hasJitter() {
        return false;
    }

    /** Refuses attributes that are each in bounds but make no sense together. */
    default void checkTogether(Attributes attributes) throws InvalidToxicException {}

    /** A new stage for one stream of one connection. */
    Stage stage(StageContext context, Attributes attributes);

    /**
     * Checked attributes from those given, the others as left out.
     *
     * @throws InvalidToxicException when one is out of bounds
     */
    default Attributes attributes(Map<String, Long> given, Extras extras) throws InvalidToxicException {
        Map<String, Long> values = new LinkedHashMap<>();
        for (Attribute attribute : attributes()) {
            long value = given.getOrDefault(attribute.name(), attribute.absent());
            attribute.check(name(), value);
            values.put(attribute.name(), value);
        }
        Attributes checked = new Attributes(values, extras);
        checkTogether(checked);
        return checked;
    }
}
