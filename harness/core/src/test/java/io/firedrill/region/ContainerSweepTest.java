package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.FakeEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine with things on it, of several runs. */
class ContainerSweepTest {
    private static final List<String> KINDS = List.of(FakeThings.CONTAINERS, FakeThings.NETWORKS, FakeThings.VOLUMES);

    @TempDir
    private Path folder;

    private FakeEngine fake;
    private Engine engine;
    private FakeThings things;
    private final List<String> removed = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        fake = new FakeEngine(folder);
        engine = Engine.at(fake.socket());
        things = new FakeThings(fake);
    }

    @AfterEach
    void stop() throws Exception {
        fake.close();
    }

    /** A container, a network and a volume of a run. */
    private void left(String run, String... other) throws Exception {
        Map<String, String> labels = new HashMap<>(ContainerLabels.of(run, Path.of("/runs", run)));
        for (int i = 0; i < other.length; i += 2) {
            labels.put("io.firedrill." + other[i], other[i + 1]);
        }
        KINDS.forEach(kind -> things.of(kind).put(run + "-" + kind, labels));
    }

    private void isLeftOf(String run) {
        KINDS.forEach(kind -> assertThat(things.of(kind)).containsKey(run + "-" + kind));
    }

    @Test
    void allOfARunGoesAndNothingOfAnyOther() throws Exception {
        left("one");
        left("two");

        ContainerSweep.run(engine, "one", 3, removed::add);

        assertThat(removed).containsExactly("container one-containers", "network one-networks", "volume one-volumes");
        isLeftOf("two");
    }

    @Test
    void whatTheEngineHasYetToMakeGoesByTheNextLook() throws Exception {
        left("one");
        fake.on("DELETE /networks/", call -> {
            things.of(FakeThings.NETWORKS).clear();
            if (removed.isEmpty()) {
                removed.add("first");
                things.of(FakeThings.CONTAINERS).put("late", Map.of(ContainerLabels.RUN, "one"));
            }
            return "204 ";
        });

        ContainerSweep.run(engine, "one", 3, removed::add);

        assertThat(removed).contains("container one-containers", "container late");
        assertThat(things.of(FakeThings.CONTAINERS)).isEmpty();
    }

    @Test
    void aNetworkThatIsStillConnectedIsTriedAgain() throws Exception {
        left("one");
        AtomicInteger tries = new AtomicInteger();
        fake.on("DELETE /networks/", call -> {
            if (tries.incrementAndGet() == 1) {
                return "403 {\"message\":\"has active endpoints\"}";
            }
            things.of(FakeThings.NETWORKS).clear();
            return "204 ";
        });

        ContainerSweep.run(engine, "one", 3, removed::add);

        assertThat(removed).contains("network one-networks");
    }

    @Test
    void whatCannotBeRemovedIsSaidAndWhatIsGoneIsNamed() throws Exception {
        left("one");
        fake.on("DELETE /networks/", call -> "500 {\"message\":\"broken\"}");

        assertThatThrownBy(() -> ContainerSweep.run(engine, "one", 3, removed::add))
                .hasMessageContaining("broken");
        assertThat(removed).containsExactly("container one-containers");
    }

    @Test
    void onlyWhatIsKnownToBeDeadIsRemoved() throws Exception {
        left("alive");
        left("dead", "harness", ProcessHandle.current().pid() + "@1");
        left("rebooted", "boot", "before");
        left("elsewhere", "boot", "theirs", "machine", "another");
        left("contained", "processes", "pid:[1]");

        ContainerSweep.Swept swept = ContainerSweep.dead(engine, ThisMachine.HERE, 3);

        assertThat(swept.running()).containsExactly("/runs/alive");
        assertThat(swept.untold()).containsExactly("/runs/contained", "/runs/elsewhere");
        assertThat(swept.problems()).isEmpty();
        isLeftOf("alive");
        isLeftOf("elsewhere");
        isLeftOf("contained");
        assertThat(swept.removed()).contains("container dead-containers", "volume dead-volumes");
        assertThat(things.of(FakeThings.CONTAINERS)).doesNotContainKey("dead-containers");
        if (!ThisMachine.HERE.machine().isEmpty()) {
            assertThat(things.of(FakeThings.CONTAINERS)).doesNotContainKey("rebooted-containers");
        }
    }

    @Test
    void oneRunThatCannotBeRemovedKeepsNoOtherFromBeing() throws Exception {
        left("a", "harness", ProcessHandle.current().pid() + "@1");
        left("b", "harness", ProcessHandle.current().pid() + "@1");
        fake.on("DELETE /containers/a-", call -> "500 {\"message\":\"broken\"}");
        fake.on("DELETE /containers/b-", call -> {
            things.of(FakeThings.CONTAINERS).remove("b-containers");
            return "204 ";
        });

        ContainerSweep.Swept swept = ContainerSweep.dead(engine, ThisMachine.HERE, 3);

        assertThat(swept.removed()).contains("container b-containers", "network b-networks");
        assertThat(swept.problems())
                .singleElement()
                .asString()
                .contains("/runs/a", "could not remove the container a-containers: broken");
    }
}
