package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.DiskFate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What faults on brokers do, claim and take back, on a region that is only states. */
class BrokerFaultsTest {
    private static final BrokerChoice TWO = choice(new BrokerChoice.Which.Ids(List.of(2)));
    private static final BrokerChoice ALL = choice(new BrokerChoice.Which.All());
    private static final BrokerChoice LEADER = choice(new BrokerChoice.Which.LeaderOf("orders", 0));

    private final FakeSite site = new FakeSite();
    private final Lifting lifting = new Lifting();

    private static BrokerChoice choice(BrokerChoice.Which which) {
        return new BrokerChoice("us-east", which);
    }

    static List<Fault> faults() {
        return List.of(
                new KillBroker(TWO),
                new StopBroker(TWO),
                new PauseBroker(TWO),
                new DisconnectBroker(TWO),
                new RestartBroker(TWO, Ending.STOP),
                new RestartBroker(TWO, Ending.KILL),
                new RollingRestart("us-east", Ending.STOP),
                new StopRegion("us-east", true),
                new KillRegion("us-east", DiskFate.KEPT, true));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isObservedFromTheCanarysLastSuccessToItsFirstFailure(Fault fault) throws Exception {
        FaultReceipt receipt = fault.apply(site, lifting);

        assertThat(receipt.observed()).as(receipt.effect()).isTrue();
        assertThat(receipt.touched()).contains("us-east broker 2");
        assertThat(receipt.effectFrom()).isBetween(receipt.appliedFrom(), receipt.effectTo());
        assertThat(receipt.fault()).isEqualTo(fault.key());
        assertThat(receipt.target()).isEqualTo(fault.target());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isNotObservedWhereNoCanaryWasAnsweredBefore(Fault fault) throws Exception {
        site.canaries().unwatched(FakeSite.link(2));

        FaultReceipt receipt = fault.apply(site, lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).contains("no canary was answered before", "us-east broker 2");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void touchesNothingWhereNothingRuns(Fault fault) {
        site.region.kill(Set.of(1, 2, 3), DiskFate.KEPT);
        site.region.done.clear();

        assertThatThrownBy(() -> fault.apply(site, lifting)).hasMessageContaining("so nothing was touched");

        assertThat(site.region.done).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void leavesEverythingRunningOnceItIsTakenBack(Fault fault) throws Exception {
        fault.apply(site, lifting);
        lifting.lift();

        assertThat(site.region.running()).containsExactly(1, 2, 3);
        assertThat(site.region.paused()).isEmpty();
    }

    @Test
    void aRoleIsAskedForAndItsSuccessorNoted() throws Exception {
        FaultReceipt receipt = new PauseBroker(LEADER).apply(site, lifting);

        assertThat(receipt.target()).isEqualTo("us-east.leader-of orders/0");
        assertThat(receipt.parameters()).isEqualTo("the leader of orders/0");
        assertThat(receipt.touched()).containsExactly("us-east broker 2, the leader of orders/0");
        site.leader = 3;
        assertThat(site.beside).hasSize(1);
        assertThat(site.beside.get(0).call()).startsWith("us-east broker 3 is the leader of orders/0 now, seen 0.0");
    }

    @Test
    void aReceiptSaysByWhatBrokersWereFrozen() throws Exception {
        assertThat(new PauseBroker(TWO).apply(site, lifting).mechanism()).isEqualTo("frost; connections stay open");
    }

    @Test
    void aSuccessorThatDoesNotComeIsSaid() throws Exception {
        new KillBroker(LEADER).apply(site, lifting);

        assertThat(site.beside.get(0).call())
                .isEqualTo("no other broker of us-east was seen as the leader of orders/0 within 60 s after broker 2"
                        + " was hit");
    }

    @Test
    void aRoleThatNobodyHoldsTouchesNothing() {
        site.leader = 0;

        assertThatThrownBy(() -> new KillBroker(LEADER).apply(site, lifting))
                .hasMessage("nobody in us-east is the leader of orders/0, so nothing was touched");
    }

    @Test
    void aDeadBrokerIsNotHitAgain() throws Exception {
        new KillBroker(TWO).apply(site, lifting);

        assertThatThrownBy(() -> new StopBroker(TWO).apply(site, new Lifting()))
                .hasMessage("us-east broker 2 does not run, so nothing was touched");
        assertThatThrownBy(() -> new PauseBroker(TWO).apply(site, new Lifting()))
                .hasMessage("us-east broker 2 does not run, so nothing was touched");
    }

    @Test
    void aPausedBrokerIsNotPausedAgain() throws Exception {
        new PauseBroker(TWO).apply(site, lifting);

        assertThatThrownBy(() -> new PauseBroker(ALL).apply(site, new Lifting()))
                .hasMessage("us-east broker 2 is paused already, so nothing was touched");
    }

    @Test
    void aKillWinsOverAPause() throws Exception {
        Lifting kill = new Lifting();
        new PauseBroker(TWO).apply(site, lifting);
        FaultReceipt receipt = new KillBroker(TWO).apply(site, kill);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).isEqualTo("us-east broker 2, which was paused, is gone");
        assertThat(lifting.lift())
                .containsExactly("us-east broker 2 was ended meanwhile, so there is nothing to resume");
        assertThat(site.region.running()).containsExactly(1, 3);
        kill.lift();
        assertThat(site.region.running()).containsExactly(1, 2, 3);
    }

    @Test
    void twoFaultsOnOneBrokerAreTakenBackOneByOne() throws Exception {
        Lifting region = new Lifting();
        new KillBroker(TWO).apply(site, lifting);
        FaultReceipt receipt = new KillRegion("us-east", DiskFate.KEPT, false).apply(site, region);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.touched()).containsExactly("us-east broker 1", "us-east broker 3");
        assertThat(lifting.lift()).containsExactly("us-east broker 2 stays down, as another fault or step wants it so");
        region.lift();
        assertThat(site.region.running()).containsExactly(1, 2, 3);
    }

    @Test
    void aRegionComesBackWithoutTheBrokerThatAnotherFaultKeepsDown() throws Exception {
        Lifting region = new Lifting();
        new KillBroker(TWO).apply(site, lifting);
        new KillRegion("us-east", DiskFate.KEPT, false).apply(site, region);

        assertThat(region.lift())
                .containsExactly("2 of 3 brokers of us-east are ready and their canaries answered; another fault keeps"
                        + " down broker 2");
        assertThat(site.region.running()).containsExactly(1, 3);
        lifting.lift();
        assertThat(site.region.running()).containsExactly(1, 2, 3);
    }

    @Test
    void aRegionWhoseMajorityAnotherFaultKeepsDownIsNotWaitedFor() throws Exception {
        Lifting region = new Lifting();
        new KillBroker(choice(new BrokerChoice.Which.Ids(List.of(1, 3)))).apply(site, lifting);
        new KillRegion("us-east", DiskFate.KEPT, false).apply(site, region);

        assertThat(region.lift())
                .containsExactly(
                        "another fault keeps down brokers 1, 3; with 1 of 3 controllers the region can't answer yet");
        assertThat(site.region.done).doesNotContain("ready");
        lifting.lift();
        Lifting proofs = new Lifting();
        region.takePutOff().forEach(putOff -> proofs.add(putOff.proof()));
        assertThat(proofs.lift()).containsExactly("3 of 3 brokers of us-east are ready and their canaries answered");
        assertThat(region.takePutOff()).isEmpty();
    }

    @Test
    void topicsThatCantBeMadeAgainAreAFailedLift() throws Exception {
        Lifting region = new Lifting();
        new KillBroker(choice(new BrokerChoice.Which.Ids(List.of(1, 3)))).apply(site, lifting);
        new KillRegion("us-east", DiskFate.DESTROYED, false).apply(site, region);

        assertThatThrownBy(region::lift)
                .hasStackTraceContaining(
                        "the region can't answer yet, and its topics, whose disks were destroyed, can't"
                                + " be made again");
    }

    @Test
    void withoutAMajorityABrokerComesBackUnproved() throws Exception {
        Lifting second = new Lifting();
        new KillBroker(choice(new BrokerChoice.Which.Ids(List.of(1, 3)))).apply(site, lifting);
        new KillBroker(TWO).apply(site, second);

        assertThat(second.lift())
                .containsExactly(
                        "us-east broker 2 was started again; with 1 of 3 controllers the region can't answer" + " yet");
        lifting.lift();
        Lifting proofs = new Lifting();
        second.takePutOff().forEach(putOff -> proofs.add(putOff.proof()));
        assertThat(proofs.lift())
                .singleElement()
                .asString()
                .startsWith("us-east broker 2 was brought back, and is ready");
    }

    @Test
    void aRollingRestartWaitsForEachBrokerToBeInSync() throws Exception {
        FaultReceipt receipt = new RollingRestart("us-east", Ending.STOP).apply(site, lifting);

        assertThat(site.region.done)
                .containsExactly(
                        "stop [1]",
                        "start [1]",
                        "ready",
                        "in sync [1]",
                        "stop [2]",
                        "start [2]",
                        "ready",
                        "in sync [2]",
                        "stop [3]",
                        "start [3]",
                        "ready",
                        "in sync [3]");
        assertThat(receipt.effect()).contains("broker 1 0.0 s, broker 2 0.0 s, broker 3 0.0 s");
        lifting.lift();
        assertThat(site.region.done).hasSize(12);
    }

    @Test
    void aRegionStopsItsServicesFirstAndSparesThemWhenTold() throws Exception {
        FaultReceipt receipt = new StopRegion("us-east", true).apply(site, lifting);
        lifting.lift();
        new StopRegion("us-east", false).apply(site, new Lifting());

        assertThat(receipt.effectFrom()).isEqualTo(receipt.appliedFrom());
        assertThat(receipt.touched()).startsWith("us-east worker 1");
        assertThat(site.services).containsExactly("stopped", "started");
    }

    @Test
    void aFaultOnAllBrokersTakesTheRegionAway() {
        assertThat(new KillBroker(ALL).stops()).contains("us-east");
        assertThat(new StopBroker(ALL).stops()).contains("us-east");
        assertThat(new PauseBroker(ALL).takesAway()).containsExactly("us-east");
        assertThat(new PauseBroker(ALL).stops()).isEmpty();
        assertThat(new KillBroker(TWO).takesAway()).isEmpty();
    }

    @Test
    void withoutAMirrorMakerNothingIsTouched() {
        for (Fault fault : List.of(
                new PauseMirror("us-east", "us-west"),
                new KillMirror("us-east", "us-west"),
                new RestartMirror("us-east", "us-west", Ending.KILL))) {
            assertThatThrownBy(() -> fault.apply(site, lifting))
                    .hasMessage("no MirrorMaker runs for us-east->us-west, so nothing was touched");
        }
    }
}
