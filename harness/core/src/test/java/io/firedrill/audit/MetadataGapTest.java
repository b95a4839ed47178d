package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.TimelineEvent.MetadataNoted;
import io.firedrill.evidence.TimelineEvent.MetadataNoted.Acl;
import io.firedrill.evidence.TimelineEvent.MetadataNoted.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What us-east had before T0, at 1,000, is held against what us-west had from then on; here it has all of it. */
class MetadataGapTest {
    private final FewFacts drill = new FewFacts();
    private final MetadataGap fold = new MetadataGap();
    private final Map<String, Topic> had = new TreeMap<>();
    private final Map<String, Topic> has = new TreeMap<>();
    private final List<Acl> hadAcls = new ArrayList<>();
    private final List<Acl> hasAcls = new ArrayList<>();
    private List<String> hadGroups = List.of("billing", "shipping");
    private List<String> hasGroups = List.of("billing", "shipping");

    MetadataGapTest() {
        had.put("orders", new Topic(2, Map.of("retention.ms", "10")));
        had.put("payments", new Topic(3, Map.of()));
        has.put("orders", new Topic(2, Map.of("retention.ms", "10", "flush.ms", "5")));
        has.put("us-east.orders", new Topic(2, Map.of("retention.ms", "10")));
        has.put("us-east.payments", new Topic(3, Map.of()));
        drill.failover(1000, 1050, Map.of());
    }

    private void noted(long at, String region, Map<String, Topic> topics) {
        boolean from = region.equals("us-east");
        drill.events.add(new MetadataNoted(
                at, at, region, Map.copyOf(topics), from ? hadAcls : hasAcls, from ? hadGroups : hasGroups));
    }

    private List<String> gaps() {
        noted(900, "us-east", had);
        noted(1100, "us-west", has);
        return found();
    }

    private List<String> found() {
        Finding found = drill.found(fold);
        assertThat(found.others()).isEqualTo(found.otherExamples().size());
        return found.otherExamples();
    }

    @Test
    void whatTheTargetHasIsNoGap() {
        assertThat(gaps()).isEmpty();
    }

    @Test
    void aTopicThatIsMissingCountsOnceAndNotItsSettings() {
        has.remove("us-east.orders");
        has.remove("us-east.payments");
        assertThat(gaps())
                .containsExactly(
                        "to-west: in us-west topic us-east.orders is missing",
                        "to-west: in us-west topic us-east.payments is missing");
    }

    @Test
    void aServicesOwnTopicHasToBeThereUnderItsOwnName() {
        has.remove("orders");
        assertThat(gaps()).containsExactly("to-west: in us-west topic orders is missing");
    }

    @Test
    void aTopicOfAServiceThatIsNotDeployedThereIsNotExpected() {
        // Payments are produced in us-east only, and their copy is there.
        assertThat(has).doesNotContainKey("payments");
        assertThat(gaps()).isEmpty();
    }

    @Test
    void aTopicThatTheRegionLeftBehindDidNotHaveIsNoGap() {
        had.remove("payments");
        has.remove("us-east.payments");
        assertThat(gaps()).isEmpty();
    }

    @Test
    void aTopicOfAnotherFlowIsNotExpected() {
        drill.flows.remove(0);
        has.remove("us-east.orders");
        has.remove("us-east.payments");
        assertThat(gaps()).isEmpty();
    }

    @Test
    void aFlowToAThirdRegionIsNotHeldAgainstTheTarget() {
        drill.flows.add(FewFacts.flow("us-east", "eu-north", "orders"));
        drill.flows.add(FewFacts.flow("eu-north", "us-west", "orders"));
        assertThat(gaps()).isEmpty();
    }

    @Test
    void partitionsAndSettingsCountOneByOne() {
        had.put("orders", new Topic(4, Map.of("retention.ms", "10", "max.message.bytes", "7")));
        has.put("orders", new Topic(4, Map.of("retention.ms", "11", "max.message.bytes", "7")));
        assertThat(gaps())
                .containsExactly(
                        "to-west: in us-west topic orders has retention.ms 11 instead of 10",
                        "to-west: in us-west topic us-east.orders has 2 partitions instead of 4",
                        "to-west: in us-west topic us-east.orders has max.message.bytes not set instead of 7");
    }

    @Test
    void anAclOfATopicIsExpectedUnderTheNamesThatTheTopicHasThere() {
        Acl acl = new Acl("TOPIC", "LITERAL", "orders", "User:a", "*", "READ", "ALLOW");
        hadAcls.add(acl);
        hasAcls.add(acl.on("us-east.orders"));
        assertThat(gaps())
                .containsExactly("to-west: in us-west the ACL ALLOW User:a from * READ on TOPIC orders is missing");
    }

    @Test
    void anAclOfATopicThatIsNotExpectedThereIsNotEither() {
        hadAcls.add(new Acl("TOPIC", "LITERAL", "elsewhere", "User:a", "*", "READ", "ALLOW"));
        assertThat(gaps()).isEmpty();
    }

    @Test
    void anAclOfAPatternOrOfNoTopicIsExpectedAsItIs() {
        Acl prefixed = new Acl("TOPIC", "PREFIXED", "ord", "User:a", "*", "READ", "ALLOW");
        Acl group = new Acl("GROUP", "LITERAL", "orders", "User:b", "*", "READ", "ALLOW");
        Acl there = new Acl("GROUP", "LITERAL", "billing", "User:b", "*", "READ", "ALLOW");
        hadAcls.addAll(List.of(prefixed, group, there));
        hasAcls.add(there);
        assertThat(gaps())
                .containsExactly(
                        "to-west: in us-west the ACL ALLOW User:a from * READ on TOPIC ord (PREFIXED) is missing",
                        "to-west: in us-west the ACL ALLOW User:b from * READ on GROUP orders is missing");
    }

    @Test
    void aGroupIsMissingIfItWasThereAndItsServiceIsDeployedInTheTarget() {
        hasGroups = List.of();
        hadGroups = List.of("billing", "a-group-of-nobody");
        assertThat(gaps()).containsExactly("to-west: in us-west group billing is missing");
    }

    @Test
    void aGroupOfAServiceThatIsNotDeployedInTheTargetIsNotMissing() {
        hasGroups = List.of("shipping");
        drill.billingIn = List.of("us-east");
        assertThat(gaps()).isEmpty();
    }

    @Test
    void whatWasNotedLastBeforeTheFaultCountsAndFirstFromItOn() {
        had.put("payments", new Topic(9, Map.of()));
        noted(800, "us-east", had);
        had.put("payments", new Topic(3, Map.of()));
        noted(1000, "us-east", had);
        had.put("payments", new Topic(9, Map.of()));
        noted(1001, "us-east", had);
        noted(999, "us-west", Map.of());
        noted(1000, "us-west", has);
        noted(1001, "us-west", Map.of());
        noted(950, "eu-north", Map.of());
        noted(1000, "eu-north", Map.of());
        assertThat(found()).isEmpty();
    }

    @Test
    void whatWasNotedAsTheTransitionEndedIsOfIt() {
        noted(900, "us-east", had);
        noted(FewFacts.END - 1, "us-west", has);
        assertThat(found()).isEmpty();
    }

    @Test
    void whatWasNotedAfterTheTransitionSaysNothingOfIt() {
        noted(900, "us-east", had);
        noted(FewFacts.END, "us-west", has);
        assertThat(drill.ask(fold))
                .isEqualTo(new Answer.Unsettled("nobody noted what metadata us-west had in to-west"));
    }

    @Test
    void whereNobodyNotedWhatWasThereBeforeNothingIsHeldAgainstTheTarget() {
        noted(1001, "us-east", had);
        noted(1100, "us-west", has);
        assertThat(drill.ask(fold))
                .isEqualTo(new Answer.Unsettled("nobody noted what metadata us-east had before to-west"));
    }

    @Test
    void withoutATransitionNothingIsAsked() {
        FewFacts quiet = new FewFacts();
        assertThat(quiet.ask(fold))
                .isEqualTo(new Answer.Unasked("the timeline does not say what metadata the regions had"));
        FewFacts noted = new FewFacts();
        noted.events.add(new MetadataNoted(900, 900, "us-east", had, List.of(), List.of()));
        assertThat(noted.ask(fold)).isEqualTo(new Answer.Unasked("no transition took place"));
    }
}
