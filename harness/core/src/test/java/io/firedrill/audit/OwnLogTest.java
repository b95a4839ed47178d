package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import org.junit.jupiter.api.Test;

/** What is wrong in a region's own log: a record more than once (P4), and records behind later ones of their key (P6). */
class OwnLogTest {
    private final FewFacts drill = new FewFacts();
    private final LogDuplicate duplicate = new LogDuplicate();
    private final SendInversion inversion = new SendInversion();

    private Id east(long sequence, long key, int partition, long offset) {
        return drill.written(EAST, order(EAST, sequence), key, partition, offset, 100 + sequence, 200 + sequence);
    }

    @Test
    void aRecordThatItsOwnTopicHoldsTwiceIsADuplicateInWhateverPartitions() {
        drill.scanned(EAST, ORDERS, 0, 1, east(0, 7, 0, 0));
        drill.scanned(EAST, ORDERS, 1, 0, east(1, 7, 0, 2));
        east(2, 7, 0, 3);
        assertThat(drill.names(duplicate))
                .containsExactly("us-east/order-service-0/1/0", "us-east/order-service-0/1/1");
        assertThat(drill.examples(duplicate).get(0))
                .isEqualTo("us-east/order-service-0/1/0 (us-east orders/0@0), in that topic more than once");
    }

    @Test
    void copiesInAMirrorOrWhereItWasNotSentMakeNoDuplicate() {
        Id id = east(0, 7, 0, 0);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, id);
        drill.scanned(WEST, EAST_ORDERS, 0, 1, id);
        drill.scanned(WEST, ORDERS, 0, 0, id);
        drill.scanned(WEST, ORDERS, 0, 1, id);
        assertThat(drill.names(duplicate)).isEmpty();
    }

    @Test
    void aRecordBehindALaterOneOfItsKeyIsInverted() {
        east(2, 7, 0, 0);
        east(0, 7, 0, 1);
        east(1, 7, 0, 2);
        east(3, 7, 0, 3);
        assertThat(drill.names(inversion))
                .containsExactly("us-east/order-service-0/1/0", "us-east/order-service-0/1/1");
        assertThat(drill.examples(inversion).get(0))
                .isEqualTo(
                        "us-east/order-service-0/1/0 (us-east orders/0@1), behind a later send of its session and key");
    }

    @Test
    void theOrderIsThatOfOffsetsAndNotOfTheScan() {
        east(1, 7, 0, 1);
        east(0, 7, 0, 0);
        east(3, 7, 1, 4);
        east(2, 7, 1, 5);
        assertThat(drill.names(inversion)).containsExactly("us-east/order-service-0/1/2");
    }

    @Test
    void keysSessionsAndPartitionsHaveNoOrderAmongEachOther() {
        east(5, 7, 0, 0);
        east(4, 8, 0, 1);
        east(3, 7, 1, 0);
        drill.written(EAST, new Id(EAST, 0, 2, 0), 7, 0, 2, 300, 301);
        drill.written(EAST, new Id(WEST, 0, 1, 1), 7, 0, 3, 300, 301);
        assertThat(drill.names(inversion)).isEmpty();
    }

    @Test
    void aFurtherCopyIsNoInversion() {
        drill.scanned(EAST, ORDERS, 0, 1, east(0, 7, 0, 0));
        assertThat(drill.names(inversion)).isEmpty();
    }

    @Test
    void copiesAndPhantomsHaveNoOrderHere() {
        Id first = east(0, 7, 0, 0);
        Id second = east(1, 7, 0, 1);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, second);
        drill.scanned(WEST, EAST_ORDERS, 0, 1, first);
        // Copies that kept their topic's name: us-west was never sent these.
        drill.scanned(WEST, ORDERS, 0, 0, second);
        drill.scanned(WEST, ORDERS, 0, 1, first);
        drill.scanned(EAST, ORDERS, 0, 2, order(EAST, 77));
        drill.scanned(EAST, ORDERS, 0, 3, order(EAST, 76));
        assertThat(drill.names(inversion)).isEmpty();
    }

    @Test
    void aCopyBackInTheRegionItWasSentToHasNoOrderThere() {
        Id first = east(0, 7, 0, 0);
        Id second = east(1, 7, 0, 1);
        drill.scanned(EAST, FewFacts.WEST_ORDERS, 0, 0, second);
        drill.scanned(EAST, FewFacts.WEST_ORDERS, 0, 1, first);
        assertThat(drill.names(inversion)).isEmpty();
    }

    @Test
    void noOrderIsToldWhereARegionWasNotScanned() {
        drill.unscanned.add(NORTH);
        assertThat(drill.ask(inversion)).isEqualTo(new Answer.Unsettled("the logs of eu-north were not scanned whole"));
    }
}
