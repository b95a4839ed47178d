package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.LogBounds;
import io.firedrill.region.NameService;
import io.firedrill.scenario.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults on what surrounds a region: quotas, passwords, clocks, topics that come later. */
class SurroundingsTest {
    private static final Quota QUOTA = new Quota("us-east", Optional.of(1000L), Optional.empty(), Optional.empty());
    private static final BadCredential BAD = new BadCredential("us-east", BadCredential.Connections.CLOSED);
    private static final SkewClock SKEW = new SkewClock("us-east", Duration.ofSeconds(5), SkewClock.Direction.BEHIND);

    private final FakeCluster cluster = new FakeCluster(new LogBounds(0, 100));
    private final FakeClusterSite fake = new FakeClusterSite(cluster);
    private final Lifting lifting = new Lifting();
    private final List<String> done = new ArrayList<>();

    @Test
    void aQuotaIsSeenInWhatIsNotAcknowledgedAndLiftedIntoWhatItWas() throws Exception {
        cluster.quotas.put("consumer_byte_rate", 5.0);
        fake.load(intended -> cluster.quotas.containsKey("producer_byte_rate") ? 100 : intended);

        FaultReceipt receipt = QUOTA.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).contains("of 100 records/s that were due were acknowledged");
        assertThat(receipt.parameters()).isEqualTo("producer_byte_rate 1000");
        assertThat(lifting.lift()).first().asString().contains("are what they were");
        assertThat(cluster.quotas).containsOnlyKeys("consumer_byte_rate");
    }

    @Test
    void aQuotaAboveWhatTheServicesNeedHasNoEffect() throws Exception {
        fake.load(intended -> intended);

        FaultReceipt receipt = QUOTA.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).contains("above what they need");
    }

    @Test
    void aQuotaIsNotBlamedForWhatWasMissingBefore() throws Exception {
        fake.load(intended -> intended / 2);

        FaultReceipt receipt = QUOTA.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).contains("did not keep up before");
    }

    @Test
    void aQuotaOnNobodyIsRefused() {
        fake.answers.put("load", any -> Optional.empty());

        assertThatThrownBy(() -> QUOTA.apply(fake.site(), lifting)).hasMessageContaining("nobody is under the quota");
        assertThat(cluster.quotas).isEmpty();
    }

    @Test
    void aWrongPasswordIsSeenByALoginThatIsRefused() throws Exception {
        logins();
        fake.load(intended -> 0);

        FaultReceipt receipt = BAD.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect())
                .contains("refused (no)")
                .contains("since their connections were closed 0 of 100 records/s")
                .doesNotContain(cluster.password);
        assertThat(done).containsExactly("closed");
        assertThat(lifting.lift()).singleElement().asString().contains("is the old one again");
        assertThat(cluster.password).isEqualTo("right");
    }

    @Test
    void connectionsThatAreKeptAreNotClosed() throws Exception {
        logins();
        fake.answers.put("load", any -> Optional.empty());

        FaultReceipt receipt = new BadCredential("us-east", BadCredential.Connections.KEPT).apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).contains("nobody missed it yet");
        assertThat(done).isEmpty();
    }

    @Test
    void aLoginThatStillSucceedsIsNoWrongPassword() throws Exception {
        logins();
        fake.ofRegion.put("refusal", any -> Optional.empty());

        FaultReceipt receipt = BAD.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void servicesThatAreNotLetInAlreadyHaveNoPasswordToSpoil() {
        logins();
        cluster.password = "wrong";

        assertThatThrownBy(() -> BAD.apply(fake.site(), lifting)).hasMessageContaining("not let in already: no");
    }

    private void logins() {
        fake.ofRegion.put("refusal", any -> Optional.of("no").filter(no -> !cluster.password.equals("right")));
        fake.ofRegion.put("admit", any -> cluster.password = "right");
        fake.answers.put("dropClientConnections", any -> done.add("closed"));
    }

    @Test
    void aSkewedClockIsSeenInARecord() throws Exception {
        fake.answers.put("setClock", call -> done.add("set " + call.get(1)));
        fake.answers.put("clockAhead", any -> Optional.of(Duration.ofMillis(-4988)));

        FaultReceipt receipt = SKEW.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).contains("-4988 ms ahead");
        assertThat(receipt.mechanism()).isEqualTo("an offset on the timestamps that the producers give their records");
        assertThat(receipt.touched()).containsExactly("producers of us-east");
        assertThat(lifting.lift())
                .containsExactly("the producers of us-east stamp their records by this machine's clock again");
        assertThat(done).containsExactly("set PT-5S", "set PT0S");
    }

    @Test
    void aClockThatNoRecordShowsIsNotClaimed() throws Exception {
        fake.answers.put("setClock", any -> true);
        fake.answers.put("clockAhead", any -> Optional.empty());

        assertThat(SKEW.apply(fake.site(), lifting).observed()).isFalse();

        fake.answers.put("clockAhead", any -> Optional.of(Duration.ofMillis(12)));

        assertThat(SKEW.apply(fake.site(), lifting).observed()).isFalse();
    }

    @Test
    void noServicesHaveNoClock() {
        fake.answers.put("setClock", any -> false);

        assertThatThrownBy(() -> SKEW.apply(fake.site(), lifting)).hasMessageContaining("no services run in us-east");
    }

    @Test
    void aNewTopicLetsThoseBeginThatWaitedForIt() throws Exception {
        cluster.there = false;
        fake.answers.put("provideTopic", any -> {
            cluster.there = true;
            return List.of("payment-service");
        });

        FaultReceipt receipt = new CreateTopic("payments").apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.touched()).containsExactly("us-east topic payments", "service payment-service");
    }

    @Test
    void aTopicThatDoesNotComeIsNotClaimed() throws Exception {
        cluster.there = false;
        fake.answers.put("provideTopic", any -> List.of());

        FaultReceipt receipt = new CreateTopic("payments").apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).contains("us-east topic payments is not there");
    }

    @Test
    void aTopicThatIsThereIsNotMadeAgain() {
        assertThatThrownBy(() -> new CreateTopic("payments").apply(fake.site(), lifting))
                .hasMessageContaining("us-east has a topic payments already");
    }

    @Test
    void whereProcessesHaveNoAddressesOfTheirOwnNoneMoves() {
        fake.answers.put("names", any -> new NameService() {
            @Override
            public boolean movable() {
                return false;
            }

            @Override
            public String addressOf(Endpoint process) {
                return "127.0.0.1";
            }

            @Override
            public String move(Endpoint process) {
                throw new IllegalStateException("nobody moves");
            }

            @Override
            public void publish(Endpoint process) {
                throw new IllegalStateException("nobody is told");
            }
        });

        assertThatThrownBy(() -> new StaleDns("us-east").apply(fake.site(), lifting))
                .hasMessageContaining("can be moved to");
    }
}
