package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firedrill.kafka.HostPort;
import io.firedrill.region.LoopbackAddress;
import io.firedrill.scenario.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in two regions, with real files and connections. */
class ServiceStoreTest {
    private static final int EAST = 0;
    private static final int WEST = 1;

    @TempDir
    Path folder;

    private final FactList eastFacts = new FactList();
    private final FactList westFacts = new FactList();
    private final List<RuntimeException> trouble = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private LoopbackAddress address;
    private ServiceStore east;
    private ServiceStore west;

    @BeforeEach
    void start() throws IOException {
        address = LoopbackAddress.claim();
        east = store(EAST, eastFacts);
        west = store(WEST, westFacts);
        east.promote();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        address.close();
        assertThat(trouble).isEmpty();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private ServiceStore store(int region, FactList facts) throws IOException {
        return opened(new ServiceStore(0, region, StoreFile.open(folder.resolve(region + ".rows")), facts.sink));
    }

    private HostPort free() throws IOException {
        HostPort port = address.reserve(address.host());
        address.release(port);
        return port;
    }

    private StoreReceiver receiver(ServiceStore store, HostPort at) throws IOException {
        return opened(new StoreReceiver(store, at, trouble::add));
    }

    private void sender(ServiceStore store, HostPort to, Duration lag) {
        opened(new StoreSender(store, to, lag, trouble::add));
    }

    private void write(int from, int to) {
        for (int sequence = from; sequence < to; sequence++) {
            east.write(EAST, 3, 1, sequence);
        }
    }

    private static List<Long> sequences(FactList facts, String kind) {
        return facts.of(kind).stream().map(fact -> fact.number(4)).toList();
    }

    @Test
    void rowsOfThePrimaryComeToTheReplicaInTheirOrder() throws IOException {
        HostPort at = free();
        receiver(west, at);
        write(0, 50);
        sender(east, at, Duration.ZERO);
        write(50, 100);
        await().until(() -> west.file().rows() == 100);

        assertThat(sequences(westFacts, "rowCopied")).isSorted().hasSize(100).doesNotHaveDuplicates();
        assertThat(sequences(eastFacts, "rowWritten")).hasSize(100);
    }

    @Test
    void noRowIsCopiedBeforeItsLag() throws IOException {
        HostPort at = free();
        receiver(west, at);
        sender(east, at, Duration.ofMillis(150));
        write(0, 10);
        await().until(() -> west.file().rows() == 10);

        for (int i = 0; i < 10; i++) {
            long written = eastFacts.of("rowWritten").get(i).number(5);
            assertThat(westFacts.of("rowCopied").get(i).number(5) - written).isGreaterThanOrEqualTo(150_000_000);
        }
    }

    @Test
    void copiesThatBrokeOffGoOnBehindTheLastThatArrived() throws Exception {
        HostPort at = free();
        StoreReceiver first = receiver(west, at);
        sender(east, at, Duration.ZERO);
        write(0, 20);
        await().until(() -> west.file().rows() == 20);
        first.close();
        write(20, 40);
        receiver(west, at);
        await().until(() -> west.file().rows() == 40);

        assertThat(sequences(westFacts, "rowCopied")).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void aPromotedReplicaTakesNoMoreCopiesAndItsRowsStayItsOwn() throws IOException {
        HostPort at = free();
        receiver(west, at);
        sender(east, at, Duration.ZERO);
        write(0, 20);
        await().until(() -> west.file().rows() == 20);
        west.promote();
        write(20, 40);
        west.write(WEST, 3, 1, 0);
        FactList scan = new FactList();
        west.scan(scan.sink);

        assertThat(scan.of("rowScanned")).hasSize(21);
        assertThat(scan.of("storeScanned")).singleElement().satisfies(fact -> assertThat(fact.number(1))
                .isEqualTo(21));
        assertThat(westFacts.of("storePromoted")).hasSize(1);
    }

    @Test
    void aRowThatWasCutOffIsNoneWhenTheFileIsOpenedAgain() throws IOException {
        write(0, 3);
        Path file = folder.resolve("0.rows");
        Files.write(file, new byte[17], StandardOpenOption.APPEND);
        try (StoreFile again = StoreFile.open(file)) {
            assertThat(again.rows()).isEqualTo(3);
            assertThat(again.row(2))
                    .hasValueSatisfying(row -> assertThat(row.sequence()).isEqualTo(2));
            assertThat(again.row(3)).isEmpty();
        }
    }

    @Test
    void rowsAreWrittenWhenTheServiceSays() {
        for (ServiceSpec.Store.Written written : ServiceSpec.Store.Written.values()) {
            FactList facts = new FactList();
            List<Integer> after = new ArrayList<>();
            try (ServiceStore store =
                    new ServiceStore(0, EAST, StoreFile.open(folder.resolve(written + ".rows")), facts.sink)) {
                EventRows rows = new EventRows(store, written, EAST, 3, 1);
                rows.beforeSend(7);
                after.add(facts.of("rowWritten").size());
                rows.afterHandOver(7);
                after.add(facts.of("rowWritten").size());
                rows.acknowledged(7);
                after.add(facts.of("rowWritten").size());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            assertThat(after)
                    .as(written.toString())
                    .isEqualTo(
                            switch (written) {
                                case BEFORE -> List.of(1, 1, 1);
                                case WITH -> List.of(0, 1, 1);
                                case AFTER -> List.of(0, 0, 1);
                            });
        }
    }
}
