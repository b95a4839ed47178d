package io.firedrill.scenario;

import static io.firedrill.scenario.Fixtures.printed;
import static io.firedrill.scenario.Fixtures.regionLoss;
import static io.firedrill.scenario.Fixtures.spoilt;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about a mistake, word for word. */
class ScenarioProblemsTest {

    @Test
    void namesAnUnknownKeyItsPlaceAndTheNearestRightOne() {
        assertThat(spoilt("us-east: { brokers: 3 }", "us-east: { brokrs: 3 }"))
                .containsExactly(
                        "test.yaml:11:14: unknown key 'brokrs' in regions.us-east; allowed: brokers, controllers, config, limits;"
                                + " did you mean 'brokers'?");
    }

    @Test
    void namesAnUnknownKeyAtTheTop() {
        assertThat(spoilt("objectives:", "objetives:"))
                .singleElement()
                .asString()
                .startsWith("test.yaml:62:1: unknown key 'objetives'; allowed: scenario, title,")
                .endsWith("did you mean 'objectives'?");
    }

    @Test
    void namesAMissingKeyAndWhatBelongsThere() {
        assertThat(spoilt("us-east: { brokers: 3 }", "us-east: {}"))
                .containsExactly(
                        "test.yaml:11:12: regions.us-east lacks 'brokers'; allowed: a whole number from 1 to 99");
    }

    @Test
    void namesHowManyControllersThereCanBe() {
        assertThat(spoilt("us-east: { brokers: 3 }", "us-east: { brokers: 3, controllers: 2 }"))
                .containsExactly("test.yaml:11:39: regions.us-east.controllers is the number 2; allowed: 1, 3 or 5");
    }

    @Test
    void namesADuplicateKeyAndTheFirst() {
        assertThat(spoilt("  us-west: { brokers: 3 }", "  us-east: { brokers: 3 }\n  us-west: { brokers: 3 }"))
                .containsExactly("test.yaml:12:3: duplicate key 'us-east', first in line 11");
    }

    @Test
    void reportsEverythingAtOnceDownTheFile() {
        List<String> problems = printed(regionLoss()
                .replace("latency: 20ms", "latency: 20")
                .replace("partitions: 6", "partitions: six")
                .replace("rate: 500/s", "rate: 500")
                .replace("size: 512B", "size: 512")
                .replace("5%", "0.05")
                .replace("restore-region: us-east", "restore-region: us-eats")
                .replace("acks: all", "acks: most"));
        assertThat(problems)
                .containsExactly(
                        "test.yaml:15:45: links.0.latency is the number 20; allowed: a duration of zero or more, such as"
                                + " 250ms, 30s or 1m30s; did you mean '20s'?",
                        "test.yaml:18:25: topics.orders.partitions is 'six'; allowed: a whole number from 1 to 10000",
                        "test.yaml:34:38: services.order-service.produces.rate is the number 500; allowed: a rate above"
                                + " zero, such as 500/s; did you mean '500/s'?",
                        "test.yaml:34:49: services.order-service.produces.size is the number 512; allowed: a size from"
                                + " 64B (the record's stamp) to 16MiB, such as 512B or 64KiB; did you mean '512B'?",
                        "test.yaml:34:72: services.order-service.produces.acks is 'most'; allowed: all | 1 | 0",
                        "test.yaml:58:21: no region is named 'us-eats' (timeline.1.restore-region.region); allowed:"
                                + " us-east, us-west; did you mean 'us-east'?",
                        "test.yaml:67:25: objectives.duplicates.delivered is the number 0.05; allowed: a percentage such"
                                + " as 5%; did you mean '5%'?");
    }
}
