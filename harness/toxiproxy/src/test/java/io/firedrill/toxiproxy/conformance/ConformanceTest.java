package io.firedrill.toxiproxy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case against this server. {@code ci/toxiproxy-conformance} holds the real one against the same cases beside it. */
class ConformanceTest {

    @TestFactory
    Stream<DynamicTest> thisServerMeetsTheContract() {
        Candidate candidate = Candidate.embedded();
        return Conformance.cases().stream()
                .map(one -> DynamicTest.dynamicTest(one.group() + ": " + one.name(), () -> {
                    String observed = one.observe(candidate);
                    assertThat(observed).isEqualTo(one.contract());
                }));
    }
}
