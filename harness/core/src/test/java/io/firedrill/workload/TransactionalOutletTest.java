package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.scenario.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TransactionalOutletTest {
    private static final TransactionalOutlet.Session SESSION = new TransactionalOutlet.Session(0, 5, 2);

    private final FactList journal = new FactList();
    private final List<MockProducer<byte[], byte[]>> clients = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private long now;

    private TransactionalOutlet outlet(double abort, Duration hang) {
        return new TransactionalOutlet(
                new ServiceSpec.Transactions(10, abort, hang, Duration.ofSeconds(60)),
                SESSION,
                1,
                journal.sink,
                this::client,
                () -> now);
    }

    private Producer<byte[], byte[]> client(int number) {
        numbers.add(number);
        clients.add(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()));
        return last();
    }

    private MockProducer<byte[], byte[]> last() {
        return clients.get(clients.size() - 1);
    }

    private static void send(TransactionalOutlet outlet, long sequence) {
        outlet.before(sequence);
        outlet.send(new ProducerRecord<>("orders", new byte[1]), (metadata, error) -> {});
        outlet.after();
    }

    private static void send(TransactionalOutlet outlet, long from, long to) {
        for (long sequence = from; sequence < to; sequence++) {
            send(outlet, sequence);
        }
    }

    private List<String> facts() {
        return journal.facts.stream()
                .map(fact -> fact.name().replace("transaction", "")
                        + fact.values().subList(3, fact.values().size() - 1))
                .toList();
    }

    @Test
    void groupsRecordsAndCommitsWhatIsLeftWhenItRests() {
        TransactionalOutlet outlet = outlet(0, Duration.ZERO);
        send(outlet, 0, 15);
        outlet.rest();

        assertThat(facts())
                .containsExactly(
                        "Begun[0]",
                        "Ending[0, 10, true]",
                        "Ended[0, true]",
                        "Begun[10]",
                        "Ending[10, 5, true]",
                        "Ended[10, true]");
        assertThat(last().history()).hasSize(15);
        assertThat(last().commitCount()).isEqualTo(2);
    }

    @Test
    void restsWithoutATransactionInSilence() {
        outlet(0, Duration.ZERO).rest();

        assertThat(journal.facts).isEmpty();
    }

    @Test
    void anAbortedTransactionsRecordsAreInTheirLogsBefore() {
        TransactionalOutlet outlet = outlet(1, Duration.ZERO);
        send(outlet, 0, 10);

        assertThat(facts()).containsExactly("Begun[0]", "Ending[0, 10, false]", "Ended[0, true]");
        assertThat(last().flushed()).isTrue();
        assertThat(last().commitCount()).isZero();
    }

    @Test
    void aCommitThatIsRefusedIsAbortedAndTheClientGoesOn() {
        TransactionalOutlet outlet = outlet(0, Duration.ZERO);
        send(outlet, 0, 9);
        last().commitTransactionException = new KafkaException("a record could not be sent");
        send(outlet, 9);
        last().commitTransactionException = null;
        send(outlet, 10, 20);

        assertThat(facts())
                .startsWith(
                        "Begun[0]",
                        "Ending[0, 10, true]",
                        "Ended[0, false]",
                        "Ending[0, 10, false]",
                        "Ended[0, true]",
                        "Begun[10]");
        assertThat(clients).hasSize(1);
    }

    @Test
    void aCommitWithoutAnAnswerStaysUnknownAndTheNextClientHasTheSameTransactionalId() {
        TransactionalOutlet outlet = outlet(0, Duration.ZERO);
        send(outlet, 0, 9);
        last().commitTransactionException = new TimeoutException("no answer");
        send(outlet, 9);
        send(outlet, 10);

        assertThat(facts()).containsExactly("Begun[0]", "Ending[0, 10, true]", "Ended[0, false]", "Begun[10]");
        assertThat(clients.get(0).closed()).isTrue();
        assertThat(numbers).containsExactly(0, 0);
    }

    @Test
    void oneThatIsLeftOpenHasNoEndAndAnotherClientGoesOn() {
        TransactionalOutlet outlet = outlet(0, Duration.ofSeconds(30));
        send(outlet, 0, 10);
        now = Duration.ofSeconds(31).toNanos();
        send(outlet, 10, 30);

        assertThat(facts())
                .containsExactly(
                        "Begun[0]",
                        "Ending[0, 10, true]",
                        "Ended[0, true]",
                        "Begun[10]",
                        "Begun[20]",
                        "Ending[20, 10, true]",
                        "Ended[20, true]");
        assertThat(clients.get(0).flushed()).isTrue();
        assertThat(clients.get(0).closed()).isTrue();
        assertThat(numbers).containsExactly(0, 1);
    }

    @Test
    void aClientThatCannotBeginRefusesTheRecord() {
        TransactionalOutlet outlet = outlet(0, Duration.ZERO);
        send(outlet, 0, 10);
        last().beginTransactionException = new KafkaException("fenced");

        assertThatThrownBy(() -> outlet.before(10)).isInstanceOf(KafkaException.class);
        assertThat(journal.of("transactionBegun")).hasSize(1);
    }
}
