package io.firedrill.evidence;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what a record that was read from JSON lacks: no field of the evidence's records may be null. */
final class MissingField {
    private MissingField() {}

    /** The first missing field, as {@code receipt.effect}; empty when nothing is missing. */
    static Optional<String> of(Record read) {
        for (RecordComponent component : read.getClass().getRecordComponents()) {
            Object value;
            try {
                value = component.getAccessor().invoke(read);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the evidence's records are public: " + component, e);
            }
            Optional<String> missing = within(value);
            if (missing.isPresent()) {
                return Optional.of(
                        missing.get().isEmpty() ? component.getName() : component.getName() + "." + missing.get());
            }
        }
        return Optional.empty();
    }

    /** An empty text: the value itself. */
    private static Optional<String> within(@Nullable Object value) {
        if (value == null) {
            return Optional.of("");
        }
        if (value instanceof Record record) {
            return of(record);
        }
        Iterable<?> elements = value instanceof Map<?, ?> map
                ? map.values()
                : value instanceof Iterable<?> iterable ? iterable : List.of();
        for (Object element : elements) {
            Optional<String> missing = within(element);
            if (missing.isPresent()) {
                return missing;
            }
        }
        return Optional.empty();
    }
}
