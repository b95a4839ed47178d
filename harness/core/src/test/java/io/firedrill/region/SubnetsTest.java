package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubnetsTest {
    @Test
    void noTwoNetworksOfAnyTwoRunsShareAnAddress() {
        Set<Long> taken = new HashSet<>();
        for (int block = 0; block < 64; block++) {
            Subnets subnets = new Subnets(block);
            assertTakes(taken, subnets.shared());
            for (int node = 0; node < Subnets.NODES; node++) {
                assertTakes(taken, subnets.own(node));
            }
        }
    }

    @Test
    void addressesLieWithinTheirNetworks() {
        Subnets subnets = new Subnets(63);
        for (int node : new int[] {0, 1, Subnets.NODES - 1}) {
            long first = first(subnets.own(node));
            assertThat(number(subnets.proxyOf(node)) - first).isEqualTo(2);
            assertThat(number(subnets.ofNode(node, 0)) - first).isEqualTo(3);
            assertThat(number(subnets.ofNode(node, 11)) - first).isEqualTo(14);
        }
        assertThat(subnets.shared()).isEqualTo("198.19.248.0/24");
        assertThat(subnets.sharedNode(Subnets.NODES - 1)).isEqualTo("198.19.248." + (3 + Subnets.NODES - 1));
        assertThat(subnets.next()).isEqualTo(new Subnets(0));
    }

    private static void assertTakes(Set<Long> taken, String network) {
        long size = 1L << (32 - Integer.parseInt(network.substring(network.indexOf('/') + 1)));
        long first = first(network);
        assertThat(first % size).as(network).isZero();
        for (long address = first; address < first + size; address++) {
            assertThat(taken.add(address)).as(network).isTrue();
            assertThat(address >> 17).as("198.18.0.0/15").isEqualTo(number("198.18.0.0") >> 17);
        }
    }

    private static long first(String network) {
        return number(network.substring(0, network.indexOf('/')));
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }
}
