package io.firedrill.failover;

import io.firedrill.evidence.Catalogue;
import io.firedrill.kafka.EndOffsets;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks that each topic and its copies exist in the target region with the partitions they should have, or more. */
final class CheckTopics implements Step {
    private final FailoverSpec failover;
    private final RunbookStep.VerifyTopics verify;

    CheckTopics(FailoverSpec failover, RunbookStep.VerifyTopics verify) {
        this.failover = failover;
        this.verify = verify;
    }

    @Override
    public StepOutcome run(FailoverSite site) throws Exception {
        List<Catalogue.Topic> expected = site.catalogue().topics().stream()
                .filter(topic -> verify.topics().contains(topic.lineage()))
                .filter(topic -> !topic.origin().equals(failover.to()))
                .toList();
        var found = EndOffsets.of(
                site.localAdmin(failover.to()),
                expected.stream().map(Catalogue.Topic::name).toList(),
                Duration.ofSeconds(10));
        List<String> wrong = new ArrayList<>();
        for (Catalogue.Topic topic : expected) {
            List<Long> partitions = found.get(topic.name());
            if (partitions == null) {
                wrong.add(topic.name() + " does not exist");
            } else if (partitions.size() < topic.partitions()) {
                wrong.add(topic.name() + " has " + partitions.size() + " partitions instead of " + topic.partitions());
            }
        }
        return wrong.isEmpty()
                ? StepOutcome.done(
                        expected.size() == 1
                                ? "1 topic is there with its partitions"
                                : expected.size() + " topics are there with their partitions")
                : StepOutcome.failed(true, "in " + failover.to() + ": " + String.join("; ", wrong));
    }
}
