package io.firedrill.fault;

import io.firedrill.scenario.Cursor;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Form;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.ListForm;
import io.firedrill.scenario.RegionNodes;
import io.firedrill.scenario.ScalarForm;
import io.firedrill.scenario.Scalars;
import io.firedrill.scenario.TopicSpec;
import io.firedrill.scenario.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The word of a fault that is aimed at brokers: {@code { region: us-east, broker: 1 }}, where {@code broker} may also be a list of ids,
 * {@code all} or {@code controller}, and {@code leader-of: orders/0} may stand in its place.
 *
 * @param <A> the fault
 */
abstract class BrokerWord<A extends Fault> extends FaultWord<A> {
    private final Key<String> region = required("region", Scalars.REGION, "the region");
    private final Key<Optional<BrokerChoice.Which>> broker = alternative(
            "broker",
            new BrokersForm(),
            "a broker's id, or that of a controller apart, a list of ids, all brokers, or the active controller at that moment");
    private final Key<Optional<BrokerChoice.Which>> leaderOf =
            alternative("leader-of", LEADER_OF, "the leader of this partition at that moment");
    private final List<Key<Optional<BrokerChoice.Which>>> either = List.of(broker, leaderOf);

    private static final ScalarForm<BrokerChoice.Which> LEADER_OF = new ScalarForm<>(
            "a topic and a partition, such as orders/0",
            scalar -> Role.Leader.parse(scalar.text())
                    .map(leader -> new BrokerChoice.Which.LeaderOf(leader.topic(), leader.partition())),
            scalar -> Role.Leader.parse(scalar.text() + "/0").isPresent() ? scalar.text() + "/0" : "",
            new BrokerChoice.Which.All(),
            Scalars.textLike(Role.Leader.form()));

    BrokerWord(String key, Class<A> type, String what, String meaning, String example) {
        super(key, type, what, meaning, example);
    }

    @Override
    protected List<? extends Key<?>> alternatives() {
        return either;
    }

    /** Reads which brokers are meant; all of them stand in for what can't be read. */
    final BrokerChoice choice(Fields in) {
        String name = in.get(region);
        return new BrokerChoice(
                name, in.one(either, "choice of brokers", names()).orElseGet(BrokerChoice.Which.All::new));
    }

    /** Reports a region, broker, topic or partition that is not there. */
    final void check(BrokerChoice choice, FaultCheck in) {
        if (!in.region("region", choice.region())) {
            return;
        }
        if (choice.which() instanceof BrokerChoice.Which.Ids ids) {
            Set<Integer> named = new HashSet<>();
            for (int i = 0; i < ids.ids().size(); i++) {
                int id = ids.ids().get(i);
                String key = ids.ids().size() == 1 ? "broker" : "broker." + i;
                if (in.sound(key) && in.node(key, choice.region(), id) && !named.add(id)) {
                    in.impossible(key, String.valueOf(id), "", RegionNodes.word(id) + " " + id + " is named twice");
                }
            }
        } else if (choice.which() instanceof BrokerChoice.Which.LeaderOf leader
                && in.topic("leader-of", leader.topic())) {
            TopicSpec topic = in.scenario().topics().get(leader.topic());
            if (topic != null && leader.partition() >= topic.partitions()) {
                in.impossible(
                        "leader-of",
                        leader.topic() + "/" + leader.partition(),
                        "partitions 0 to " + (topic.partitions() - 1),
                        leader.topic() + " has no partition " + leader.partition());
            }
        }
    }

    /** {@code 1}, {@code [1, 2]}, {@code all} or {@code controller}. */
    private static final class BrokersForm implements Form<BrokerChoice.Which> {
        private static final ScalarForm<Long> ID = Scalars.whole(1, RegionNodes.FIRST_CONTROLLER + 4);
        private static final ListForm<Long> IDS = ListForm.atLeastOne(ID);
        private static final Map<String, BrokerChoice.Which> WORDS =
                Map.of("all", new BrokerChoice.Which.All(), "controller", new BrokerChoice.Which.Controller());

        @Override
        public BrokerChoice.Which read(Cursor at) {
            if (at.node() instanceof YamlNode.Sequence) {
                List<Long> ids = IDS.read(at);
                return ids.isEmpty() ? fallback() : ids(ids);
            }
            if (at.node() instanceof YamlNode.Scalar scalar) {
                Optional<BrokerChoice.Which> word = Optional.ofNullable(WORDS.get(scalar.text()));
                Optional<BrokerChoice.Which> id = ID.parse().apply(scalar).map(one -> ids(List.of(one)));
                if (word.or(() -> id).isPresent()) {
                    return word.or(() -> id).get();
                }
            }
            at.wrong(what(), "");
            return fallback();
        }

        private static BrokerChoice.Which ids(List<Long> ids) {
            return new BrokerChoice.Which.Ids(ids.stream().map(Math::toIntExact).toList());
        }

        @Override
        public BrokerChoice.Which fallback() {
            return new BrokerChoice.Which.All();
        }

        @Override
        public String what() {
            return "a broker's id, a list of ids, all or controller";
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("anyOf", List.of(ID.schema(), IDS.schema(), Map.of("enum", List.of("all", "controller"))));
        }
    }
}
