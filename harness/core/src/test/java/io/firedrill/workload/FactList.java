package io.firedrill.workload;

import io.firedrill.evidence.FactSink;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Facts as they were written, each as its name and its numbers, for tests to look at. */
final class FactList {

    /** @param name of the sink's method */
    record Fact(String name, List<Object> values) {
        long number(int index) {
            return ((Number) values.get(index)).longValue();
        }

        @Override
        public String toString() {
            return name + values;
        }
    }

    final List<Fact> facts = new CopyOnWriteArrayList<>();
    final FactSink sink = (FactSink) Proxy.newProxyInstance(
            FactSink.class.getClassLoader(), new Class<?>[] {FactSink.class}, (proxy, method, values) -> {
                facts.add(new Fact(method.getName(), Arrays.asList(values)));
                return null;
            });

    List<Fact> of(String name) {
        return facts.stream().filter(fact -> fact.name().equals(name)).toList();
    }
}
