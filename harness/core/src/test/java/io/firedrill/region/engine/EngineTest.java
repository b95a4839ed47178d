package io.firedrill.region.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                .isEqualTo(new EngineInfo(
                        "20.10.24", "1.41", "linux", 8L << 30, 4, false, false, FakeEngine.KERNEL, false, false));
    }

    @Test
    void aRootlessOneIsKnown() throws Exception {
        fake.answers.put("GET /info", "200 {\"MemTotal\":1,\"SecurityOptions\":[\"name=rootless\"]}");

        assertThat(Engine.at(fake.socket()).info().name()).isEqualTo("Docker 20.10.24, rootless");
    }

    @Test
    void whatKeepsContainersFromThisMachinesFoldersIsKnown() throws Exception {
        fake.answers.put("GET /info", "200 {\"SecurityOptions\":[\"name=selinux\",\"name=userns\"]}");

        EngineInfo info = Engine.at(fake.socket()).info();

        assertThat(info.selinux()).isTrue();
        assertThat(info.remapsUsers()).isTrue();
        assertThat(info.rootless()).isFalse();
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
    void withoutRightsTheGroupIsNamedAndNoEngineThatWouldBeRefused() {
        // What Linux says to who may not write to a socket; root may write to every one, so no socket is asked here.
        SocketException denied = new SocketException("Permission denied");

        assertThat(EngineHttp.unreachable(fake.socket(), true, denied))
                .isEqualTo("no permission for the container engine at "
                        + fake.socket().path()
                        + " (a test): become a member of the group that owns the socket and log in anew, or run the drill on"
                        + " processes");
    }

    @Test
    void anImageIsThereOrNot() throws Exception {
        fake.answers.put(
                "GET /images/apache/kafka:4.3.1/json",
                "200 {\"Id\":\"sha256:1\",\"Config\":{\"Env\":[\"A=b\",\"PATH=/bin:/opt/bin\",\"JAVA_HOME=/opt/java\"],"
                        + "\"Volumes\":{\"/var/lib/kafka/data\":{}}}}");
        fake.answers.put("GET /images/bare/json", "200 {\"Id\":\"sha256:2\",\"Config\":{\"Volumes\":null}}");
        Engine engine = Engine.at(fake.socket());

        assertThat(engine.image("apache/kafka:4.3.1"))
                .contains(new Engine.Image(
                        "sha256:1",
                        List.of("/var/lib/kafka/data"),
                        List.of("/bin", "/opt/bin"),
                        Optional.of("/opt/java")));
        assertThat(engine.image("bare")).contains(new Engine.Image("sha256:2", List.of(), List.of(), Optional.empty()));
        assertThat(engine.image("apache/kafka:9")).isEmpty();
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
    void anImageIsPulledByItsDigestWhereItHasOne() throws Exception {
        fake.on("POST /images/create", call -> "200 {}");
        Engine engine = Engine.at(fake.socket());
        for (String image : List.of(
                "localhost:5000/apache/kafka",
                "localhost:5000/apache/kafka:4.3.1",
                "apache/kafka@sha256:0a1b",
                "apache/kafka:4.3.1@sha256:0a1b")) {
            engine.pull(image);
        }

        assertThat(fake.calls("POST /images/create"))
                .extracting(call -> call.split("[? ]")[2])
                .containsExactly(
                        "fromImage=localhost%3A5000%2Fapache%2Fkafka&tag=latest",
                        "fromImage=localhost%3A5000%2Fapache%2Fkafka&tag=4.3.1",
                        "fromImage=apache%2Fkafka&tag=sha256%3A0a1b",
                        "fromImage=apache%2Fkafka&tag=sha256%3A0a1b");
    }

    @Test
    void whoSpeaksWithAContainerIsHeardAndHearsAll() throws Exception {
        fake.on("POST /containers/7/attach", call -> "101 ready\n");
        ContainerStreams streams = Engine.at(fake.socket()).attach("7");
        BufferedReader said = new BufferedReader(new InputStreamReader(streams.output(), StandardCharsets.UTF_8));

        assertThat(said.readLine()).isEqualTo("ready");
        streams.input().write("an echo of more than one frame\n".getBytes(StandardCharsets.UTF_8));
        assertThat(said.readLine()).isEqualTo("an echo of more than one frame");
        streams.input().write("bye\n".getBytes(StandardCharsets.UTF_8));
        assertThat(said.readLine()).isEqualTo("bye");
        assertThat(said.readLine()).as("the container has ended").isNull();
    }

    @Test
    void aContainerThatIsNotThereCannotBeSpokenWith() throws Exception {
        Engine engine = Engine.at(fake.socket());

        assertThatThrownBy(() -> engine.attach("7"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("refused POST /containers/7/attach", "no such thing");
    }

    private static ContainerSpec spec() {
        return new ContainerSpec(
                "one",
                "apache/kafka:4.3.1",
                Optional.empty(),
                "one",
                Map.of(),
                List.of(),
                List.of(),
                true,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(new ContainerSpec.Attachment("net", "198.18.0.3")),
                new ContainerSpec.Limits(Optional.of(1L << 28), Optional.of(0.5)),
                Map.of(),
                Map.of("io.firedrill.run", "7"));
    }

    @Test
    void volumesThatAnImageDeclaresBearTheLabelsToo() throws Exception {
        fake.answers.put(
                "GET /images/apache/kafka:4.3.1/json",
                "200 {\"Id\":\"sha256:1\",\"Config\":{\"Volumes\":{\"/var/lib/kafka/data\":{}}}}");
        fake.on("POST /containers/create", call -> "201 {\"Id\":\"7\",\"Warnings\":[]}");

        Engine engine = Engine.at(fake.socket());

        assertThat(engine.create(spec())).isEqualTo("7");
        assertThat(engine.create(spec())).isEqualTo("7");

        assertThat(fake.calls("GET /images/"))
                .as("asked once for all containers of it")
                .hasSize(1);
        assertThat(fake.calls("POST /containers/create"))
                .hasSize(2)
                .first()
                .asString()
                .contains("\"OpenStdin\":true", "\"StdinOnce\":true")
                .contains("\"Target\":\"/var/lib/kafka/data\"", "\"Type\":\"volume\"")
                .contains("\"VolumeOptions\":{\"Labels\":{\"io.firedrill.run\":\"7\"}}")
                .doesNotContain("Source");
    }

    @Test
    void theEngineIsToldWhatAContainerMayTakeAndThatSwapIsNoMoreMemory() throws Exception {
        fake.on("POST /containers/create", call -> "201 {\"Id\":\"7\",\"Warnings\":[]}");

        Engine.at(fake.socket()).create(spec());

        assertThat(fake.calls("POST /containers/create"))
                .singleElement()
                .asString()
                .contains("\"Memory\":268435456", "\"MemorySwap\":268435456", "\"NanoCpus\":500000000");
    }

    @Test
    void aLimitThatTheEngineWouldNotKeepIsAFailure() throws Exception {
        fake.on(
                "POST /containers/create",
                call ->
                        "201 {\"Id\":\"7\",\"Warnings\":[\"Your kernel does not support memory limit capabilities or the"
                                + " cgroup is not mounted. Limitation discarded.\"]}");
        Engine engine = Engine.at(fake.socket());

        assertThatThrownBy(() -> engine.create(spec()))
                .hasMessageContaining(
                        "would run one without what was asked for: Your kernel does not support memory limit")
                .hasMessageContaining("environment file");
    }

    @Test
    void aWarningThatTakesNothingAwayIsNoFailure() throws Exception {
        fake.on(
                "POST /containers/create",
                call -> "201 {\"Id\":\"7\",\"Warnings\":[\"Memory limited without swap.\"]}");

        assertThat(Engine.at(fake.socket()).create(spec())).isEqualTo("7");
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
