package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.kafka.HostPort;
import java.net.BindException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LoopbackAddressTest {
    @Test
    void aReservedPortIsHeldUntilReleased() throws Exception {
        try (LoopbackAddress address = LoopbackAddress.claim()) {
            HostPort port = address.reserve(address.host());
            assertThatThrownBy(() -> listen(port)).isInstanceOf(BindException.class);
            address.release(port);
            listen(port);
        }
    }

    @Test
    void twoRunsNeverGetTheSamePort_alsoWhereTheyShareAnAddress() throws Exception {
        try (LoopbackAddress one = LoopbackAddress.shared();
                LoopbackAddress other = LoopbackAddress.shared()) {
            for (int i = 0; i < 50; i++) {
                assertThat(one.reserve(one.host())).isNotEqualTo(other.reserve(other.host()));
            }
        }
    }

    @Test
    void aTakenPortIsPassedOver() throws Exception {
        try (LoopbackAddress address = LoopbackAddress.shared()) {
            HostPort first = address.reserve(address.host());
            HostPort taken = new HostPort(first.host(), first.port() + 1);
            try (ServerSocket somebody = new ServerSocket()) {
                somebody.bind(taken.socketAddress());
                assertThat(address.reserve(address.host())).isNotEqualTo(taken);
            }
        }
    }

    private static void listen(HostPort port) throws Exception {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(port.socketAddress());
        }
    }
}
