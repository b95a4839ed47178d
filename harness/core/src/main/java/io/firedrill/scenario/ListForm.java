package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A list of one kind of thing; an item that cannot be read keeps its place as a fallback. */
public final class ListForm<T> implements Form<List<T>> {
    private final Form<T> item;
    private final int fewest;
    private final int most;

    private ListForm(Form<T> item, int fewest, int most) {
        this.item = item;
        this.fewest = fewest;
        this.most = most;
    }

    public static <T> ListForm<T> of(Form<T> item) {
        return new ListForm<>(item, 0, Integer.MAX_VALUE);
    }

    public static <T> ListForm<T> atLeastOne(Form<T> item) {
        return new ListForm<>(item, 1, Integer.MAX_VALUE);
    }

    public static <T> ListForm<T> exactly(int count, Form<T> item) {
        return new ListForm<>(item, count, count);
    }

    @Override
    public List<T> read(Cursor at) {
        if (at.isEmpty() && fewest == 0) {
            return List.of();
        }
        if (!(at.node() instanceof YamlNode.Sequence sequence)) {
            at.wrong(
                    what(),
                    at.node() instanceof YamlNode.Scalar scalar && !at.isEmpty() ? "[" + scalar.text() + "]" : "");
            return List.of();
        }
        int size = sequence.items().size();
        if (size < fewest || size > most) {
            at.wrong(what(), "", at.name() + " has " + size + (size == 1 ? " item" : " items"));
        }
        List<T> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(item.read(at.child(String.valueOf(i), sequence.items().get(i))));
        }
        return items;
    }

    @Override
    public List<T> fallback() {
        return List.of();
    }

    @Override
    public String what() {
        String list = fewest == 0 ? "a list" : fewest == most ? "a list of " + fewest : "a list of one or more";
        return list + ", each item " + item.what();
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", fewest == 0 ? List.of("array", "null") : "array");
        schema.put("items", item.schema());
        if (fewest > 0) {
            schema.put("minItems", fewest);
        }
        if (most < Integer.MAX_VALUE) {
            schema.put("maxItems", most);
        }
        return schema;
    }

    @Override
    public List<String> keys(YamlNode node) {
        int size = node instanceof YamlNode.Sequence sequence ? sequence.items().size() : 0;
        return IntStream.range(0, size).mapToObj(String::valueOf).toList();
    }

    @Override
    public Optional<Form<?>> child(String key) {
        return Optional.of(item);
    }
}
