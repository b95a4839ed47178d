package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Facts that a test tells one by one, without a folder: first what was sent, then what was delivered and scanned. Topic 0 is {@code orders}
 * with its copies 1 and 2, topic 3 {@code invoices}, which nobody copies.
 */
final class ToldFacts {
    static final int EAST = 0;
    static final int WEST = 1;
    static final int ORDERS = 0;
    static final int MIRROR = 1;
    static final int INVOICES = 3;

    static final List<Catalogue.Topic> TOPICS = List.of(
            new Catalogue.Topic("orders", "orders", "", 4),
            new Catalogue.Topic("us-east.orders", "orders", "us-east", 4),
            new Catalogue.Topic("us-west.orders", "orders", "us-west", 4),
            new Catalogue.Topic("invoices", "invoices", "", 4));

    private static final Crew CREW = new Crew(2, 3);

    final List<TimelineEvent> events = new ArrayList<>();
    final Facts facts;
    private final FactSink[] senders;
    private boolean sent;

    ToldFacts() {
        this(catalogue());
    }

    ToldFacts(Catalogue catalogue) {
        this(catalogue, Scratch.HEAP);
    }

    ToldFacts(Catalogue catalogue, Scratch scratch) {
        facts = new Facts(catalogue, scratch);
        senders = new FactSink[] {new SendFacts(facts, EAST, 0), new SendFacts(facts, WEST, 1)};
    }

    /** A failover from us-east to us-west whose T0 lies from 30 s to 31 s, which nobody detected and no step answered. */
    static TransitionFacts toWest(long until) {
        return new TransitionFacts(
                "to-west",
                "failover",
                "us-east",
                "us-west",
                false,
                false,
                30 * SyntheticDrill.SECOND,
                31 * SyntheticDrill.SECOND,
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                OptionalLong.empty(),
                until);
    }

    static Catalogue catalogue() {
        return catalogue(
                List.of(new Catalogue.Producer("order-service-0", "order-service", ORDERS, 10, 100)),
                List.of(new Catalogue.Group("billing", "billing", List.of(0, 1, 2))));
    }

    static Catalogue catalogue(List<Catalogue.Producer> producers, List<Catalogue.Group> groups) {
        return new Catalogue(List.of("us-east", "us-west"), TOPICS, producers, groups);
    }

    /** What a region's worker sent. */
    FactSink sending(int region) {
        return senders[region];
    }

    /** A send to {@code orders} of the only session of a region's first producer. */
    void sent(int region, long sequence, long key, long intended) {
        sending(region).sent(region, 0, 1, sequence, key, ORDERS, 100, intended, intended);
    }

    void acked(int region, long sequence, int partition, long offset, long at) {
        sending(region).acked(region, 0, 1, sequence, ORDERS, partition, offset, at);
    }

    /** What groups did in a region; nothing is sent any more. */
    FactSink reading(int region) {
        known();
        return new GroupFacts(facts, region, region, 0);
    }

    /** What a region's logs held; nothing is sent any more. */
    FactSink scanning(int region) {
        known();
        return new ScanFacts(facts, region);
    }

    private void known() {
        if (!sent) {
            facts.sends().order();
            facts.transactions().settle();
            sent = true;
        }
    }

    /** What one region was sent by its first producer's only session. */
    Sends sends(int region) {
        known();
        return facts.sends().all().stream()
                .filter(of -> of.region == region)
                .findFirst()
                .orElseThrow();
    }

    Dossier dossier(Scenario scenario) {
        known();
        facts.sends().met();
        return new Dossier(facts, story(scenario), CREW);
    }

    Story story(Scenario scenario) {
        return Story.of(new Timeline(events, List.of(), false), scenario);
    }
}
