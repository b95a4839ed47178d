package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A service as the catalogue's numbers.
 *
 * @param name of the service
 * @param producers its own
 * @param groups its own
 */
record ServiceView(String name, List<Integer> producers, List<Integer> groups) {

    static List<ServiceView> all(Catalogue catalogue) {
        List<String> names = new ArrayList<>();
        catalogue.producers().forEach(producer -> add(names, producer.service()));
        catalogue.groups().forEach(group -> add(names, group.service()));
        return names.stream()
                .map(name -> new ServiceView(
                        name,
                        IntStream.range(0, catalogue.producers().size())
                                .filter(i ->
                                        catalogue.producers().get(i).service().equals(name))
                                .boxed()
                                .toList(),
                        IntStream.range(0, catalogue.groups().size())
                                .filter(i -> catalogue.groups().get(i).service().equals(name))
                                .boxed()
                                .toList()))
                .toList();
    }

    private static void add(List<String> names, String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }
}
