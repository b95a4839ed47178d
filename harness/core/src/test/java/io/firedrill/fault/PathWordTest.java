package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.scenario.ScenarioProblem;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a network fault lies, as a scenario may say it: MirrorMaker runs in us-west, each region has three brokers. */
class PathWordTest {
    private static final Path REGION_LOSS =
            Path.of(System.getProperty("firedrill.root", "../..")).resolve("scenarios/active-passive/region-loss.yaml");

    private static ScenarioReading read(String fault) throws IOException {
        String text = Files.readString(REGION_LOSS);
        String before = text.substring(0, text.indexOf("timeline:"));
        return new ScenarioReader()
                .read(
                        before + "timeline:\n  - at: 1s\n    " + fault + "\n  - { at: 60s, end: {} }\n",
                        "drill.yaml",
                        Map.of());
    }

    private static List<String> problems(String fault) throws IOException {
        ScenarioReading reading = read(fault);
        return reading instanceof ScenarioReading.Refused refused
                ? refused.problems().stream().map(ScenarioProblem::toString).toList()
                : List.of();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "partition: { between: [us-east, us-west] }",
                "partition: { from: us-east, to: us-west, by: reset }",
                "partition: { between: [us-east.1, us-east.3], by: drop, loss: 30% }",
                "partition: { from: us-east.clients, to: us-east.brokers, by: refuse }",
                "partition: { from: us-east.brokers, to: us-east.clients, by: blackhole }",
                "partition: { between: [us-west.mirror, us-west.2] }",
                "partition: { between: [us-east.brokers, us-east.brokers] }",
                "latency: { between: [us-west, us-east.2], latency: 50ms, jitter: 5ms, distribution: pareto, seed: 7 }",
                "bandwidth: { from: us-east, to: us-west, rate: 1MiB/s }",
                "flap: { between: [us-east, us-west], period: 4s, duty: 25%, by: refuse }",
                "slice: { between: [us-east, us-west], size: 64B, variation: 8B, delay: 2ms }",
                "limit-data: { from: us-east, to: us-west, bytes: 1MiB }",
                "slow-close: { between: [us-east, us-west], delay: 500ms }"
            })
    void isRead(String fault) throws IOException {
        assertThat(problems(fault)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    partition: { by: reset }                                                    | partition does not say where
                    partition: { from: us-east }                                                | from without to
                    partition: { between: [us-east, us-west], to: us-west }                     | has both between and to
                    partition: { between: [us-east, us-wets] }                                  | did you mean 'us-west'
                    partition: { between: [us-east, us-west.9] }                                | us-west has no broker 9
                    partition: { between: [us-east.zookeepers, us-west] }                       | .brokers, .controllers, .clients, .mirror
                    partition: { between: [us-east.controllers, us-east.1] }                    | the brokers of us-east are its controllers
                    partition: { between: [us-east.101, us-east.1] }                            | us-east has no controller 101, its brokers are its controllers
                    partition: { between: [us-east.mirror, us-east.1] }                         | no MirrorMaker runs in us-east
                    partition: { between: [us-east, us-west.clients] }                          | nothing lies between us-east and us-west.clients
                    partition: { between: [us-east.1, us-west.1] }                              | nothing lies between
                    partition: { between: [us-east, us-east] }                                  | both ends are us-east
                    partition: { from: us-east.brokers, to: us-east.clients, by: refuse }       | us-east.brokers opens no connections to us-east.clients
                    flap: { from: us-east.brokers, to: us-east.clients, by: reset }             | opens no connections
                    partition: { between: [us-east, us-west], by: blackhole, loss: 30% }        | only by: drop loses packets
                    partition: { between: [us-east, us-west], by: drop, loss: 0% }              | 1% to 100%
                    partition: { between: [us-east, us-west], by: cut }                         | blackhole
                    latency: { between: [us-east, us-west] }                                    | latency
                    latency: { between: [us-east, us-west], latency: 10ms, jitter: 20ms }       | jitter above the latency
                    latency: { between: [us-east, us-west], latency: 10ms, seed: 4 }            | without jitter nothing is drawn
                    bandwidth: { between: [us-east, us-west], rate: 1MB/s }                     | did you mean '1MiB/s'
                    bandwidth: { between: [us-east, us-west], rate: 1B/s }                      | from 8KiB/s
                    flap: { between: [us-east, us-west], duty: 100% }                           | is cut and is not
                    slice: { between: [us-east, us-west], size: 8B, variation: 8B }             | less than the size
                    slow-close: { between: [us-east, us-west], delay: 2m }                      | at most 1m
                    """)
    void isRefusedWithItsPlaceAndASentence(String fault, String sentence) throws IOException {
        assertThat(problems(fault)).isNotEmpty().anySatisfy(problem -> assertThat(problem)
                .matches("(?s)drill.yaml:\\d+:\\d+: .*")
                .contains(sentence));
    }

    @Test
    void aFaultThatPartsRegionsCallsForTheFailover() throws IOException {
        ScenarioReading reading = read("partition: { between: [us-east, us-west] }");

        var scenario = ((ScenarioReading.Read) reading).scenario();
        assertThat(scenario.timeline().get(0).failover(scenario)).contains("to-west");
    }
}
