package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointTest {
    @Test
    void readsEveryFormAndWritesItTheSame() {
        assertThat(Endpoint.parse("us-east")).contains(Endpoint.region("us-east"));
        assertThat(Endpoint.parse("us-east.12")).contains(Endpoint.broker("us-east", 12));
        assertThat(Endpoint.parse("us-east.101")).contains(Endpoint.node("us-east", 101));
        assertThat(Endpoint.parse("us-east.brokers")).contains(new Endpoint("us-east", Endpoint.Part.BROKERS, 0));
        assertThat(Endpoint.parse("us-east.controllers"))
                .contains(new Endpoint("us-east", Endpoint.Part.CONTROLLERS, 0));
        assertThat(Endpoint.parse("us-east.clients")).contains(Endpoint.clients("us-east"));
        assertThat(Endpoint.parse("us-east.mirror")).contains(Endpoint.mirror("us-east"));
        assertThat(Endpoint.parse("east")).contains(Endpoint.region("east"));

        for (String text : List.of(
                "us-east",
                "us-east.12",
                "us-east.101",
                "us-east.brokers",
                "us-east.controllers",
                "us-east.clients",
                "us-east.mirror")) {
            assertThat(Endpoint.parse(text).map(Endpoint::toString)).contains(text);
        }
    }

    @Test
    void whatIsNoEndpointIsEmpty() {
        for (String text : List.of(
                "",
                ".",
                ".1",
                "us-east.",
                "us-east.0",
                "us-east.01",
                "us-east.-1",
                "us-east.broker",
                "us-east.Brokers",
                "us-east.1.2",
                "us-east.99999999999",
                "us east",
                "US-EAST",
                "us--east",
                " us-east")) {
            assertThat(Endpoint.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void aRegionHoldsItsPartsAndItsBrokersHoldEachOfThem() {
        Endpoint region = Endpoint.region("us-east");
        Endpoint brokers = new Endpoint("us-east", Endpoint.Part.BROKERS, 0);
        Endpoint broker = Endpoint.broker("us-east", 1);
        Endpoint clients = Endpoint.clients("us-east");

        assertThat(List.of(region, brokers, broker, clients)).allMatch(region::holds);
        assertThat(brokers.holds(broker)).isTrue();
        Endpoint controllers = new Endpoint("us-east", Endpoint.Part.CONTROLLERS, 0);
        Endpoint controller = Endpoint.node("us-east", 101);
        assertThat(controllers.holds(controller)).isTrue();
        assertThat(region.holds(controller)).isTrue();
        assertThat(brokers.holds(controller)).isFalse();
        assertThat(controllers.holds(broker)).isFalse();
        assertThat(broker.holds(broker)).isTrue();
        assertThat(brokers.holds(clients)).isFalse();
        assertThat(brokers.holds(region)).isFalse();
        assertThat(broker.holds(brokers)).isFalse();
        assertThat(broker.holds(Endpoint.broker("us-east", 2))).isFalse();
        assertThat(region.holds(Endpoint.broker("us-west", 1))).isFalse();
    }
}
