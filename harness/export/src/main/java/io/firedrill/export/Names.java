package io.firedrill.export;

import io.firedrill.evidence.Catalogue;
import java.util.List;
import java.util.function.Function;

/** Names behind the numbers of journals. A number that the catalogue does not have is counted, and gets a name that says so. */
final class Names {
    private final List<String> topics;
    private final List<String> groups;
    private final List<String> stores;
    private long unknown;

    Names(Catalogue catalogue) {
        this.topics = catalogue.topics().stream().map(Catalogue.Topic::name).toList();
        this.groups = catalogue.groups().stream().map(Catalogue.Group::name).toList();
        this.stores = catalogue.stores().stream().map(Catalogue.Store::service).toList();
    }

    String topic(int number) {
        return name(topics, number, unnamed -> "unknown topic " + unnamed);
    }

    String group(int number) {
        return name(groups, number, unnamed -> "unknown group " + unnamed);
    }

    String store(int number) {
        return name(stores, number, unnamed -> "unknown store " + unnamed);
    }

    /** Facts with a number that has no name. */
    long unknown() {
        return unknown;
    }

    private String name(List<String> names, int number, Function<Integer, String> otherwise) {
        if (number >= 0 && number < names.size()) {
            return names.get(number);
        }
        unknown++;
        return otherwise.apply(number);
    }
}
