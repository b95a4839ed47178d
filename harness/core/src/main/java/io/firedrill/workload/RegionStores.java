package io.firedrill.workload;

import io.firedrill.evidence.FactSink;
import io.firedrill.kafka.HostPort;
import io.firedrill.region.Together;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The stores of the services in one region, and their copies to and from other regions. */
final class RegionStores implements AutoCloseable {
    private final WorkerAssignment assignment;
    private final TreeMap<String, ServiceStore> stores = new TreeMap<>();
    private final List<Closeable> copies = new ArrayList<>();

    /**
     * Opens what is there, and begins to copy.
     *
     * @param trouble told what keeps a store from its work
     * @throws IOException a file could not be opened, or its port is taken
     */
    RegionStores(WorkerAssignment assignment, FactSink journal, Consumer<RuntimeException> trouble) throws IOException {
        this.assignment = assignment;
        for (WorkerAssignment.StoreAssignment of : assignment.stores()) {
            ServiceStore store =
                    new ServiceStore(of.store(), assignment.worker(), StoreFile.open(Path.of(of.file())), journal);
            stores.put(of.service(), store);
            if (of.primary()) {
                store.promote();
            }
            if (!of.listen().isEmpty()) {
                copies.add(new StoreReceiver(store, HostPort.parse(of.listen()), trouble));
            }
            for (String replica : of.replicas()) {
                copies.add(new StoreSender(store, HostPort.parse(replica), of.lag(), trouble));
            }
        }
    }

    /** How the rows of a producer's records are committed; empty when its service has no store. */
    Optional<EventRows> rows(WorkerAssignment.ProducerAssignment producer) {
        return assignment.stores().stream()
                .filter(of -> of.service().equals(producer.service()))
                .findFirst()
                .flatMap(of -> Optional.ofNullable(stores.get(of.service()))
                        .map(store -> new EventRows(
                                store,
                                of.written(),
                                assignment.worker(),
                                producer.producer(),
                                assignment.incarnation())));
    }

    /** The service writes here from now on. */
    void promote(String service) {
        Optional.ofNullable(stores.get(service)).ifPresent(ServiceStore::promote);
    }

    /** Writes down every row of every store. */
    void scan(FactSink facts) throws IOException {
        for (ServiceStore store : stores.values()) {
            store.scan(facts);
        }
    }

    /** Ends every copy, then every store, whatever became of the others. */
    @Override
    public void close() throws IOException {
        Closeable files = () -> Together.each(stores.values(), ServiceStore::close);
        try (files) {
            Together.each(copies, Closeable::close);
        }
    }
}
