package io.firedrill.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DependencyServiceTest {

    @Test
    void answersEveryQuestionByItsNumberAndHangsUpOnNonsense() throws Exception {
        String one = free();
        String other = free();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DependencyService.class.getName(),
                        one,
                        other)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("listening");
            for (String address : new String[] {one, other, one}) {
                try (Socket socket = connect(address)) {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    for (int count = 1; count <= 300; count++) {
                        out.writeInt(count);
                        out.write(new byte[count]);
                        assertThat(in.readInt()).isEqualTo(6);
                        assertThat(in.readInt()).isEqualTo(count);
                        assertThat(in.readShort()).isZero();
                    }
                    out.writeInt(-1);
                    assertThat(in.read()).as("end of file").isEqualTo(-1);
                }
            }
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static String free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private static Socket connect(String address) throws IOException {
        String[] parts = address.split(":");
        Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]));
        // Number and bytes are two writes; the second would wait for the first one's acknowledgement.
        socket.setTcpNoDelay(true);
        return socket;
    }
}
