package io.firedrill.fault;

import static io.firedrill.fault.LinkSite.BOTH;
import static io.firedrill.fault.LinkSite.EASTWARD;
import static io.firedrill.fault.LinkSite.answers;
import static io.firedrill.fault.LinkSite.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.FaultAction.Need;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class PartitionTest {
    private static final Endpoint CLIENTS = Endpoint.clients("us-east");
    private static final Endpoint BROKERS = new Endpoint("us-east", Endpoint.Part.BROKERS, 0);

    private LinkSite site;
    private final Lifting lifting = new Lifting();

    @BeforeEach
    void start() throws Exception {
        site = new LinkSite();
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private static Partition partition(Where where, CutBy by) {
        return new Partition(where, by, 100);
    }

    private void healed() throws Exception {
        assertThat(lifting.lift()).last().asString().contains("are answered");
        assertThat(site.carries(site.east)).isTrue();
        assertThat(site.carries(site.west)).isTrue();
        assertThat(site.network.held(site.east)).isFalse();
    }

    @Test
    void resetEndsOpenAndNewConnectionsByReset() throws Exception {
        try (Socket open = connect(site.east)) {
            assertThat(answers(open)).isTrue();

            FaultReceipt receipt = partition(BOTH, CutBy.RESET).apply(site, lifting);

            assertThat(receipt.observed()).as(receipt.effect()).isTrue();
            assertThat(receipt.effectFrom()).isBetween(receipt.appliedFrom(), receipt.effectTo());
            assertThat(receipt.touched())
                    .hasSize(2)
                    .allMatch(text -> text.matches("us-.*\\.link \\([12] live connections?\\)"));
            assertThatThrownBy(() -> open.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        assertThatThrownBy(() -> {
                    try (Socket fresh = connect(site.west)) {
                        answers(fresh);
                    }
                })
                .isInstanceOf(SocketException.class);
        healed();
    }

    @Test
    void refuseClosesTheListenerAndWhatIsOpen() throws Exception {
        try (Socket open = connect(site.east)) {
            assertThat(answers(open)).isTrue();

            assertThat(partition(BOTH, CutBy.REFUSE).apply(site, lifting).observed())
                    .isTrue();

            assertThat(open.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> connect(site.west)).isInstanceOf(ConnectException.class);
        healed();
    }

    @Test
    void blackholeAnswersNothingAndKeepsConnectionsOpen() throws Exception {
        try (Socket open = connect(site.east)) {
            assertThat(answers(open)).isTrue();

            assertThat(partition(BOTH, CutBy.BLACKHOLE).apply(site, lifting).observed())
                    .isTrue();

            assertThatThrownBy(() -> answers(open)).isInstanceOf(SocketTimeoutException.class);
            try (Socket fresh = connect(site.east)) {
                assertThatThrownBy(() -> answers(fresh)).isInstanceOf(SocketTimeoutException.class);
            }
            healed();
        }
    }

    @Test
    void oneWaySwallowsBytesOfThatDirectionOnWiresOfBoth() throws Exception {
        assertThat(partition(EASTWARD, CutBy.BLACKHOLE).apply(site, lifting).observed())
                .isTrue();

        // From west to east bytes flow upstream to east's broker, and downstream from west's.
        assertThat(site.plain.getProxy(site.east.name()).toxics().getAll())
                .singleElement()
                .satisfies(toxic -> assertThat(toxic.getStream().name()).isEqualTo("UPSTREAM"));
        assertThat(site.plain.getProxy(site.west.name()).toxics().getAll())
                .singleElement()
                .satisfies(toxic -> assertThat(toxic.getStream().name()).isEqualTo("DOWNSTREAM"));
        healed();
    }

    @Test
    void oneWayByRefusalCutsTheConnectionsThatAreOpenedThatWay() throws Exception {
        FaultReceipt receipt = partition(EASTWARD, CutBy.REFUSE).apply(site, lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.touched()).singleElement().asString().startsWith("us-west-to-us-east");
        assertThat(site.carries(site.east)).isFalse();
        assertThat(site.carries(site.west)).isTrue();
        healed();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSecondPartitionHoldsWhenTheFirstIsLifted() throws Exception {
        Lifting second = new Lifting();
        partition(BOTH, CutBy.REFUSE).apply(site, lifting);
        FaultReceipt receipt = partition(EASTWARD, CutBy.RESET).apply(site, second);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).isEqualTo("no canary was answered before the fault on us-west-to-us-east.1.link");
        assertThat(lifting.lift())
                .containsExactly("the canaries of 1 wire are answered; another fault holds, so nothing is proved of "
                        + "us-west-to-us-east.1.link");
        assertThat(site.carries(site.east)).isFalse();
        assertThat(second.lift()).containsExactly("the canaries of 1 wire are answered");
        assertThat(site.carries(site.east)).isTrue();
    }

    private List<String> putOffUnderACut(Lifting cut) throws Exception {
        Latency slow = new Latency(BOTH, Duration.ofMillis(200), Duration.ZERO, Optional.empty(), Optional.empty());
        assertThat(slow.apply(site, lifting).observed()).isTrue();
        partition(EASTWARD, CutBy.REFUSE).apply(site, cut);
        return lifting.lift();
    }

    @Test
    void roundTripsThatACutHidWhenTheirLatencyWasLiftedAreProvedAfterIt() throws Exception {
        Lifting cut = new Lifting();
        assertThat(putOffUnderACut(cut))
                .containsExactly(
                        "the canaries' round trips on 1 wire are what they were; another fault holds, so nothing"
                                + " is proved of us-west-to-us-east.1.link");
        cut.lift();

        Lifting.PutOff putOff = lifting.takePutOff().get(0);

        assertThat(putOff.of()).containsExactly(site.east.name());
        assertThat(putOff.proof().lift()).isEqualTo("the canaries' round trips on 1 wire are what they were");
        assertThat(lifting.takePutOff()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void latencyThatStayedUnderACutIsFoundAfterIt() throws Exception {
        Lifting cut = new Lifting();
        putOffUnderACut(cut);
        site.plain.getProxy(site.east.name()).toxics().latency("forgotten", ToxicDirection.UPSTREAM, 200);
        cut.lift();

        Lifting.PutOff putOff = lifting.takePutOff().get(0);

        assertThatThrownBy(putOff.proof()::lift)
                .hasMessage("round trips are not what they were 30 s after the fault was lifted, on 1 of 1 wire");
    }

    @Test
    void whatStillCanNotBeProvedIsPutOffAgain() throws Exception {
        Lifting cut = new Lifting();
        putOffUnderACut(cut);

        lifting.takePutOff().get(0).proof().lift();

        assertThat(lifting.takePutOff()).singleElement().satisfies(again -> assertThat(again.of())
                .containsExactly(site.east.name()));
        cut.lift();
    }

    @Test
    void latencyBesideBandwidthAreLiftedEachByItself() throws Exception {
        Lifting narrow = new Lifting();
        Latency slow = new Latency(BOTH, Duration.ofMillis(60), Duration.ZERO, Optional.empty(), Optional.empty());
        assertThat(slow.apply(site, lifting).observed()).isTrue();
        site.network.toxic(site.east, ToxicDirection.UPSTREAM, "bandwidth", Map.of("rate", 5), 1);
        TouchedPath.open(site, BOTH.ways(site.network), narrow)
                .hold((network, way, held) ->
                        held.accept(network.toxic(way.wire(), way.forward(), "bandwidth", Map.of("rate", 50), 1)));

        lifting.lift();
        assertThat(site.plain.getProxy(site.east.name()).toxics().getAll()).hasSize(2);
        narrow.lift();
        assertThat(site.plain.getProxy(site.east.name()).toxics().getAll()).hasSize(1);
        assertThat(site.plain.getProxy(site.west.name()).toxics().getAll()).isEmpty();
    }

    @Test
    void whatBreaksHalfwayIsTakenBack() throws Exception {
        TouchedPath path = TouchedPath.open(site, BOTH.ways(site.network), lifting);

        assertThatThrownBy(() -> path.hold((network, way, held) -> {
                    if (way.wire().equals(site.west)) {
                        throw new IOException("refused");
                    }
                    held.accept(network.cut(way.wire()));
                }))
                .hasMessage("refused");
        assertThat(site.carries(site.east)).isFalse();
        healed();
    }

    @Test
    void aProxyThatIsGoneIsToldBeforeAnythingIsChanged() throws Exception {
        site.plain.getProxy(site.west.name()).delete();

        assertThatThrownBy(() -> partition(BOTH, CutBy.BLACKHOLE).apply(site, lifting))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(site.west.name())
                .hasMessageContaining("proxy not found");
        assertThat(site.carries(site.east)).isTrue();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWireThatStaysSilentAfterwardsIsNamed() throws Exception {
        partition(BOTH, CutBy.BLACKHOLE).apply(site, lifting);
        site.plain.getProxy(site.west.name()).disable();

        assertThatThrownBy(lifting::lift)
                .hasMessage("not answered 30 s after the fault was lifted: us-east-to-us-west.1.link");
        assertThat(site.carries(site.east)).isTrue();
    }

    @Test
    void ofADeadBrokerNothingIsProved() throws Exception {
        partition(EASTWARD, CutBy.REFUSE).apply(site, lifting);
        site.dead("us-east");

        assertThat(lifting.lift())
                .containsExactly("us-east.1 does not run, so nothing is proved of us-west-to-us-east.1.link");
    }

    @Test
    void aDrillThatIsBrokenOffLeavesNoHold() throws Exception {
        partition(BOTH, CutBy.BLACKHOLE).apply(site, lifting);

        site.network.release();

        assertThat(site.carries(site.east)).isTrue();
        assertThatThrownBy(() -> partition(BOTH, CutBy.RESET).apply(site, new Lifting()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the drill is over");
    }

    @Test
    void takesAwayWhatNobodyReaches() {
        assertThat(partition(BOTH, CutBy.BLACKHOLE).takesAway()).containsExactlyInAnyOrder("us-east", "us-west");
        assertThat(partition(EASTWARD, CutBy.BLACKHOLE).takesAway()).containsExactlyInAnyOrder("us-east", "us-west");
        assertThat(partition(EASTWARD, CutBy.RESET).takesAway()).containsExactly("us-east");
        assertThat(partition(new Where(CLIENTS, BROKERS, false), CutBy.RESET).takesAway())
                .containsExactly("us-east");
        assertThat(partition(new Where(Endpoint.broker("us-east", 1), BROKERS, false), CutBy.RESET)
                        .takesAway())
                .isEmpty();
        assertThat(new Partition(BOTH, CutBy.DROP, 30).takesAway()).isEmpty();
    }

    @Test
    void needsWhatItsPlaceAndItsMeansNeed() {
        assertThat(partition(BOTH, CutBy.RESET).needs()).isEmpty();
        assertThat(partition(new Where(CLIENTS, BROKERS, false), CutBy.DROP).needs())
                .isEqualTo(Set.of(Need.SOURCE_ADDRESSES, Need.NETWORK_NAMESPACE));
        assertThat(partition(BOTH, CutBy.RESET).watches(site.network)).isEqualTo(List.of(site.east, site.west));
    }
}
