package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.LogBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MisroutedWriterTest {
    private static final MisroutedWriter FAULT = new MisroutedWriter("order-service", "us-east");

    private final FakeClusterSite fake = new FakeClusterSite(new FakeCluster(new LogBounds(0, 100)));
    private final Lifting lifting = new Lifting();
    private final List<String> done = new ArrayList<>();
    private boolean fenced;
    private boolean writing;
    private boolean deaf;
    private long acked = 7;

    @BeforeEach
    void aStandbyInTheRegionLeftBehind() {
        fake.answers.put("owner", any -> "us-west");
        fake.answers.put("writer", any -> {
            acked += writing && !fenced ? 10 : 0;
            return Optional.of(new FaultSite.Writer(writing, acked));
        });
        fake.answers.put("startWriter", call -> writing = done.add("started " + call));
        fake.answers.put("stopWriter", call -> {
            writing = deaf;
            return done.add("stopped " + call);
        });
    }

    @Test
    void isSeenInWhatTheRegionAcknowledges() throws Exception {
        FaultReceipt receipt = FAULT.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect())
                .isEqualTo("us-east acknowledged 10 records of order-service while us-west owned their keys");
        assertThat(lifting.lift()).containsExactly("order-service does not write to us-east any more");
        assertThat(done).containsExactly("started [us-east, order-service]", "stopped [us-east, order-service]");
    }

    @Test
    void aFencedRegionAcknowledgesNothing() throws Exception {
        fenced = true;

        FaultReceipt receipt = FAULT.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).contains("acknowledged nothing").contains("fenced");
    }

    @Test
    void whoWritesToTheOwnerIsNotMisrouted() {
        fake.answers.put("owner", any -> "us-east");

        assertThatThrownBy(() -> FAULT.apply(fake.site(), lifting)).hasMessageContaining("us-east owns the keys now");
        assertThat(done).isEmpty();
    }

    @Test
    void whoWritesThereAlreadyIsLeftAlone() {
        writing = true;

        assertThatThrownBy(() -> FAULT.apply(fake.site(), lifting)).hasMessageContaining("writes to us-east already");
        assertThat(done).isEmpty();
    }

    @Test
    void aRegionWithoutServicesHasNoWriter() {
        fake.answers.put("writer", any -> Optional.empty());

        assertThatThrownBy(() -> FAULT.apply(fake.site(), lifting)).hasMessageContaining("no services run in us-east");
    }

    @Test
    void oneThatDoesNotStopIsNotSaidToHaveStopped() throws Exception {
        FAULT.apply(fake.site(), lifting);
        deaf = true;

        assertThatThrownBy(lifting::lift).hasMessageContaining("still writes to us-east");
    }

    @Test
    void itsRegionMayBeGoneWhenItIsLifted() throws Exception {
        FAULT.apply(fake.site(), lifting);
        fake.answers.put("stopWriter", any -> false);

        assertThat(lifting.lift()).containsExactly("no services run in us-east any more");
    }
}
