package io.firedrill.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class EpollPeerTest {

    @Test
    void aClosedPeerTouchesNoSocketThatHasItsDescriptorNow() throws IOException {
        assertThat(Epoll.isAvailable()).isTrue();
        Socket gone = Socket.newSocketStream();
        EpollPeer peer = new EpollPeer(gone);
        peer.close();
        Socket heir = Socket.newSocketStream();
        try {
            // The system gives the lowest descriptor that is free.
            assertThat(heir.intValue()).isEqualTo(gone.intValue());

            peer.resetOnClose();

            assertThat(heir.getSoLinger()).isNegative();
        } finally {
            heir.close();
        }
    }
}
