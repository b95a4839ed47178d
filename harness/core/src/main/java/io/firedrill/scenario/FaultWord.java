package io.firedrill.scenario;

import java.util.List;
import java.util.ServiceLoader;

/**
 * The word of a fault in the timeline: its key, what may stand below it, and what must hold of the scenario around it. Registered as a
 * service, one line in {@code META-INF/services/io.firedrill.scenario.FaultWord}; from there on it can be read, planned, documented, is
 * part of the JSON Schema, and takes the contract test of all faults.
 *
 * @param <A> the fault that it is read as
 */
public abstract class FaultWord<A extends FaultAction> extends Block<A> {
    private static final List<FaultWord<?>> ALL = load();

    private final String key;
    private final Class<A> type;
    private final String meaning;
    private final String example;

    /**
     * @param key in the language, kebab case
     * @param type what it is read as
     * @param what what stands below the key, for messages, as {@code a region to kill}
     * @param meaning a sentence's part for tables and schema
     * @param example what may stand below the key, in YAML's flow style, over the regions us-east and us-west of three brokers, the topics
     *     orders (three copies), ledger (two copies) and payments (created by the timeline), the services order-service and billing, which calls card-service
     */
    protected FaultWord(String key, Class<A> type, String what, String meaning, String example) {
        super(what);
        this.key = key;
        this.type = type;
        this.meaning = meaning;
        this.example = example;
    }

    /** Every registered word, in the order of registration. */
    public static List<FaultWord<?>> all() {
        return ALL;
    }

    /** The key in the language. */
    public final String key() {
        return key;
    }

    /** A sentence's part for tables and schema. */
    public final String meaning() {
        return meaning;
    }

    /** What may stand below the key, in YAML's flow style. */
    public final String example() {
        return example;
    }

    /** Names that lead nowhere, and values that cannot be together. Asked only of what was read soundly. */
    protected void check(A fault, FaultCheck in) {}

    final void checkAny(FaultAction fault, FaultCheck in) {
        check(type.cast(fault), in);
    }

    static void check(FaultAction fault, String path, Scenario scenario, Problems problems) {
        for (FaultWord<?> word : ALL) {
            if (word.key.equals(fault.key())) {
                word.checkAny(fault, new FaultCheck(path, scenario, problems));
            }
        }
    }

    private static List<FaultWord<?>> load() {
        return ServiceLoader.load(FaultWord.class, FaultWord.class.getClassLoader()).stream()
                .<FaultWord<?>>map(ServiceLoader.Provider::get)
                .toList();
    }
}
