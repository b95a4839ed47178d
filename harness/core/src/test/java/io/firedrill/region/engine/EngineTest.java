package io.firedrill.region.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine says, and what a person hears of it. */
class EngineTest {
    @TempDir
    private Path folder;

    private FakeEngine fake;

    @BeforeEach
    void start() throws Exception {
        fake = new FakeEngine(folder);
    }

    @AfterEach
    void stop() throws Exception {
        fake.close();
    }

    @Test
    void saysWhatItIs() throws Exception {
        assertThat(Engine.at(fake.socket()).info())
                .isEqualTo(new EngineInfo("20.10.24", "1.41", "linux", 8L << 30, false, false));
    }

    @Test
    void aRootlessOneIsKnown() throws Exception {
        fake.answers.put("GET /info", "200 {\"MemTotal\":1,\"SecurityOptions\":[\"name=rootless\"]}");

        assertThat(Engine.at(fake.socket()).info().name()).isEqualTo("Docker 20.10.24, rootless");
    }

    @Test
    void podmanIsKnownByItsParts() throws Exception {
        fake.answers.put(
                "GET /version",
                "200 {\"Version\":\"4.9\",\"ApiVersion\":\"1.41\",\"Os\":\"linux\","
                        + "\"Components\":[{\"Name\":\"Podman Engine\"}]}");

        assertThat(Engine.at(fake.socket()).info().name()).isEqualTo("Podman 4.9");
    }

    @Test
    void oneThatIsTooOldIsRefusedByName() {
        fake.answers.put("GET /version", "200 " + FakeEngine.version("19.03", "1.40", "linux"));

        assertThatThrownBy(() -> Engine.at(fake.socket()))
                .hasMessageContaining("Docker 19.03")
                .hasMessageContaining("speaks interface 1.40, and 1.41 is needed")
                .hasMessageContaining("install Docker 20.10 or newer");
    }

    @Test
    void oneForWindowsContainersIsRefused() {
        fake.answers.put("GET /version", "200 " + FakeEngine.version("27", "1.47", "windows"));

        assertThatThrownBy(() -> Engine.at(fake.socket())).hasMessageContaining("switch it to Linux containers");
    }

    @Test
    void somethingElseThatListensThereIsNoEngine() {
        fake.answers.put("GET /version", "SSH-2.0-OpenSSH_9.2");

        assertThatThrownBy(() -> Engine.at(fake.socket()))
                .hasMessageContaining("is no container engine")
                .hasMessageContaining("SSH-2.0");
    }

    @Test
    void aSocketWhereNobodyListensAnyMoreSaysToStartTheEngine() throws Exception {
        fake.close();

        assertThatThrownBy(() -> Engine.at(fake.socket()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(fake.socket().path().toString())
                .hasMessageContaining("start it");
    }

    @Test
    void aSocketThatIsNotThereSaysWhereToLook() {
        EngineSocket nowhere = new EngineSocket(folder.resolve("none.sock"), "DOCKER_HOST");

        assertThatThrownBy(() -> Engine.at(nowhere))
                .hasMessageContaining("none.sock (DOCKER_HOST) is not there")
                .hasMessageContaining("DOCKER_HOST=unix:///PATH");
    }

    @Test
    void withoutRightsTheGroupIsNamed() throws Exception {
        Files.setPosixFilePermissions(fake.socket().path(), PosixFilePermissions.fromString("---------"));
        assumeFalse("root".equals(System.getProperty("user.name")), "root may connect to every socket");

        assertThatThrownBy(() -> Engine.at(fake.socket()))
                .hasMessageContaining("no permission for")
                .hasMessageContaining("the group that owns the socket");
    }

    @Test
    void anImageIsThereOrNot() throws Exception {
        fake.answers.put("GET /images/apache/kafka:4.3.1/json", "200 {\"Id\":\"sha256:1\"}");
        Engine engine = Engine.at(fake.socket());

        assertThat(engine.has("apache/kafka:4.3.1")).isTrue();
        assertThat(engine.has("apache/kafka:9")).isFalse();
    }

    @Test
    void aPullThatFailsInItsMiddleFails() throws Exception {
        fake.answers.put(
                "POST /images/create?fromImage=apache%2Fkafka&tag=9",
                "200 {\"status\":\"Pulling\"}\n{\"errorDetail\":{\"message\":\"no route\"},\"error\":\"no route\"}");
        Engine engine = Engine.at(fake.socket());

        assertThatThrownBy(() -> engine.pull("apache/kafka:9")).hasMessage("it could not be pulled: no route");
    }

    @Test
    void aSignalToWhatDoesNotRunIsNoFailure() throws Exception {
        fake.answers.put("POST /containers/7/kill?signal=SIGKILL", "409 {\"message\":\"is not running\"}");
        Engine engine = Engine.at(fake.socket());

        assertThat(engine.signal("7", "SIGKILL")).isFalse();
        assertThat(engine.signal("8", "SIGKILL")).isFalse();
    }

    @Test
    void aRefusalSaysWhatWasAskedAndWhatWasAnswered() throws Exception {
        fake.answers.put("POST /containers/7/start", "500 {\"message\":\"port is already allocated\"}");
        Engine engine = Engine.at(fake.socket());

        assertThatThrownBy(() -> engine.start("7"))
                .hasMessage("the container engine could not start the container 7: port is already allocated");
    }

    @Test
    void outputComesInFramesOfBothStreams() {
        byte[] sent = {1, 0, 0, 0, 0, 0, 0, 3, 'o', 'u', 't', 2, 0, 0, 0, 0, 0, 0, 2, '!', '\n', 1, 0, 0, 0, 0, 0, 0, 9
        };

        assertThat(Frames.text(sent)).isEqualTo("out!\n");
    }
}
