package io.firedrill.region.engine;

import io.firedrill.region.engine.EngineHttp.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A container engine that answers and is recent enough. Every call is of bounded time but {@link #awaitEnd}. Thread-safe. */
public final class Engine {
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final Duration PULL = Duration.ofMinutes(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final EngineHttp http;
    private final EngineInfo info;
    private final Map<String, List<String>> volumes = new ConcurrentHashMap<>();

    private Engine(EngineHttp http, EngineInfo info) {
        this.http = http;
        this.info = info;
    }

    /**
     * The engine of this machine.
     *
     * @throws EngineException there is none that will do, with a sentence that says what to do
     */
    public static Engine find() throws EngineException {
        return at(EngineSocket.find());
    }

    /** The engine at a socket, as {@link #find()}. */
    public static Engine at(EngineSocket socket) throws EngineException {
        EngineHttp http = new EngineHttp(socket);
        JsonNode version = json(http.call("GET", "/version", null, CALL), "say its version");
        JsonNode said = json(http.call("GET", "/info", null, CALL), "describe itself");
        List<String> security = new ArrayList<>();
        said.path("SecurityOptions").forEach(option -> security.add(option.asString("")));
        boolean podman = version.path("Components").toString().contains("Podman");
        EngineInfo info = new EngineInfo(
                version.path("Version").asString("?"),
                version.path("ApiVersion").asString("?"),
                version.path("Os").asString("?"),
                said.path("MemTotal").asLong(0),
                said.path("NCPU").asInt(0),
                security.stream().anyMatch(option -> option.contains("rootless"))
                        || said.path("Host").path("Security").path("Rootless").asBoolean(false),
                podman,
                said.path("KernelVersion").asString("?"),
                security.stream().anyMatch(option -> option.contains("name=userns")),
                security.stream().anyMatch(option -> option.contains("name=selinux")));
        if (!info.system().equals("linux")) {
            throw new EngineException(
                    EngineException.NO_ANSWER,
                    "the container engine at " + socket.path() + " runs containers of " + info.system()
                            + ", and Kafka's images are of Linux: switch it to Linux containers");
        }
        if (!info.recent()) {
            throw new EngineException(
                    EngineException.NO_ANSWER,
                    info.name() + " at " + socket.path() + " speaks interface " + info.apiVersion() + ", and "
                            + EngineInfo.OLDEST + " is needed: install Docker 20.10 or newer");
        }
        return new Engine(http, info);
    }

    public EngineInfo info() {
        return info;
    }

    public EngineSocket socket() {
        return http.socket();
    }

    /**
     * An image that is on this engine.
     *
     * @param id of its content, whatever it is called
     * @param volumes folders that each container of it keeps in volumes of its own
     * @param path folders in which its programs are looked for, in their order
     * @param javaHome what its JAVA_HOME says
     */
    public record Image(String id, List<String> volumes, List<String> path, Optional<String> javaHome) {
        public Image {
            volumes = List.copyOf(volumes);
            path = List.copyOf(path);
        }
    }

    /** The image of that name; empty: it is not on this engine. */
    public Optional<Image> image(String name) throws EngineException {
        Answer answer = http.call("GET", "/images/" + name + "/json", null, CALL);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        JsonNode image = json(answer, "look at the image " + name);
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode variable : image.path("Config").path("Env")) {
            String[] parts = variable.asString("").split("=", 2);
            environment.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return Optional.of(new Image(
                image.path("Id").asString("?"),
                List.copyOf(image.path("Config").path("Volumes").propertyNames()),
                list(environment.getOrDefault("PATH", "")),
                Optional.ofNullable(environment.get("JAVA_HOME")).filter(home -> !home.isEmpty())));
    }

    private static List<String> list(String path) {
        return Arrays.stream(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .toList();
    }

    /**
     * Makes a container of an image that is never started, for {@link #holds} and {@link #read}.
     *
     * @return its id
     */
    public String createToLookInto(String image, Map<String, String> labels) throws EngineException {
        Map<String, Object> body = Map.of(
                "Image", image, "Cmd", List.of("true"), "Labels", labels, "HostConfig", Map.of("NetworkMode", "none"));
        return done(http.call("POST", "/containers/create", body, CALL), "make a container of " + image)
                .path("Id")
                .asString();
    }

    /** Whether a file or folder is in a container, running or not. */
    public boolean holds(String container, String path) throws EngineException {
        Answer answer = http.call("HEAD", "/containers/" + container + "/archive?path=" + encoded(path), null, CALL);
        if (answer.status() == 404) {
            return false;
        }
        if (answer.status() / 100 != 2) {
            throw refusal(answer, "look for " + path + " in the container " + container);
        }
        return true;
    }

    /** A file or symbolic link of a container, running or not; empty: it is not there, or is something else. */
    public Optional<Archive> read(String container, String path) throws EngineException {
        Answer answer = http.call("GET", "/containers/" + container + "/archive?path=" + encoded(path), null, CALL);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (answer.status() / 100 != 2) {
            throw refusal(answer, "read " + path + " of the container " + container);
        }
        return Archive.of(answer.body());
    }

    /** Pulls an image from its registry; registries that want a password are for the engine's own command. */
    public void pull(String image) throws EngineException {
        ImageName name = ImageName.of(image);
        String query = "?fromImage=" + encoded(name.repository()) + "&tag=" + encoded(name.digestOrTag());
        Answer answer = http.call("POST", "/images/create" + query, null, PULL);
        String said = answer.text();
        boolean refused = answer.status() / 100 != 2;
        if (refused || said.contains("\"errorDetail\"")) {
            String last = said.lines().reduce((one, next) -> next).orElse("");
            throw new EngineException(answer.status(), "it could not be pulled: " + message(last));
        }
    }

    /**
     * Makes a network.
     *
     * @param subnet as {@code 198.18.4.0/29}
     * @param internal nothing leads out of it
     * @return its id
     * @throws EngineException status 403 or 409 where the subnet is taken
     */
    public String createNetwork(String name, String subnet, boolean internal, Map<String, String> labels)
            throws EngineException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Name", name);
        body.put("CheckDuplicate", true);
        body.put("Driver", "bridge");
        body.put("Internal", internal);
        body.put("IPAM", Map.of("Config", List.of(Map.of("Subnet", subnet))));
        body.put("Labels", labels);
        return done(http.call("POST", "/networks/create", body, CALL), "make the network " + name)
                .path("Id")
                .asString();
    }

    /** Removes a network that nobody is connected to; one that is gone is fine. */
    public void removeNetwork(String id) throws EngineException {
        gone(http.call("DELETE", "/networks/" + id, null, CALL), "remove the network " + id);
    }

    /** Takes a container off a network. Its connections hang. */
    public void disconnect(String network, String container) throws EngineException {
        done(
                http.call(
                        "POST",
                        "/networks/" + network + "/disconnect",
                        Map.of("Container", container, "Force", true),
                        CALL),
                "take " + container + " off the network " + network);
    }

    /** Puts a container on a network. */
    public void connect(ContainerSpec.Attachment to, String container) throws EngineException {
        done(
                http.call(
                        "POST",
                        "/networks/" + to.network() + "/connect",
                        Map.of("Container", container, "EndpointConfig", endpoint(to)),
                        CALL),
                "put " + container + " on the network " + to.network());
    }

    private static Map<String, Object> endpoint(ContainerSpec.Attachment to) {
        return Map.of("IPAMConfig", Map.of("IPv4Address", to.address()));
    }

    /**
     * Makes a container and puts it on its networks; nothing runs yet. Volumes that its image declares bear its labels.
     *
     * @return its id
     * @throws EngineException also where the engine would run it without a limit that was asked for
     */
    public String create(ContainerSpec spec) throws EngineException {
        Answer answer = http.call(
                "POST", "/containers/create?name=" + encoded(spec.name()), body(spec, volumesOf(spec.image())), CALL);
        JsonNode made = done(answer, "make the container " + spec.name());
        for (JsonNode warning : made.path("Warnings")) {
            String text = warning.asString("");
            if (text.toLowerCase(Locale.ROOT).contains("discarded")) {
                throw new EngineException(
                        answer.status(),
                        "the container engine would run " + spec.name() + " without what was asked for: " + text.strip()
                                + " Take the limit out of the environment file, or use a kernel that has it");
            }
        }
        String id = made.path("Id").asString();
        for (ContainerSpec.Attachment more : spec.networks().stream().skip(1).toList()) {
            connect(more, id);
        }
        return id;
    }

    /** A run makes a dozen containers of an image; it is asked for once. */
    private List<String> volumesOf(String name) throws EngineException {
        List<String> known = volumes.get(name);
        if (known != null) {
            return known;
        }
        Optional<Image> image = image(name);
        image.ifPresent(found -> volumes.put(name, found.volumes()));
        return image.map(Image::volumes).orElse(List.of());
    }

    private static Map<String, Object> body(ContainerSpec spec, List<String> volumes) {
        Map<String, List<Map<String, String>>> bindings = new TreeMap<>();
        Map<String, Object> exposed = new TreeMap<>();
        for (ContainerSpec.Published port : spec.published()) {
            String inside = port.port() + "/tcp";
            exposed.put(inside, Map.of());
            bindings.computeIfAbsent(inside, any -> new ArrayList<>())
                    .add(Map.of(
                            "HostIp",
                            port.at().host(),
                            "HostPort",
                            Integer.toString(port.at().port())));
        }
        List<Map<String, Object>> mounts = new ArrayList<>();
        for (Path mount : spec.mounts()) {
            String path = mount.toAbsolutePath().normalize().toString();
            mounts.add(Map.of(
                    "Type",
                    "bind",
                    "Source",
                    path,
                    "Target",
                    path,
                    "ReadOnly",
                    spec.readOnly().contains(mount)));
        }
        // Without a source it is anonymous, and goes with its container.
        volumes.forEach(folder -> mounts.add(
                Map.of("Type", "volume", "Target", folder, "VolumeOptions", Map.of("Labels", spec.labels()))));
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("NetworkMode", spec.within().map(other -> "container:" + other).orElseGet(() -> spec.networks()
                .get(0)
                .network()));
        host.put("PortBindings", bindings);
        host.put("Mounts", mounts);
        host.put("Sysctls", spec.sysctls());
        spec.limits().memoryBytes().ifPresent(bytes -> {
            host.put("Memory", bytes);
            host.put("MemorySwap", bytes);
        });
        spec.limits().processors().ifPresent(share -> host.put("NanoCpus", Math.round(share * 1e9)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("Image", spec.image());
        spec.user().ifPresent(user -> body.put("User", user));
        if (spec.within().isEmpty()) {
            body.put("Hostname", spec.hostname());
        }
        body.put(
                "Env",
                spec.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
        if (!spec.entrypoint().isEmpty()) {
            body.put("Entrypoint", spec.entrypoint());
        }
        if (!spec.command().isEmpty()) {
            body.put("Cmd", spec.command());
        }
        spec.folder()
                .ifPresent(folder -> body.put(
                        "WorkingDir", folder.toAbsolutePath().normalize().toString()));
        if (spec.spoken()) {
            body.put("OpenStdin", true);
            body.put("StdinOnce", true);
        }
        body.put("ExposedPorts", exposed);
        body.put("Labels", spec.labels());
        body.put("HostConfig", host);
        spec.networks().stream()
                .findFirst()
                .ifPresent(first -> body.put(
                        "NetworkingConfig", Map.of("EndpointsConfig", Map.of(first.network(), endpoint(first)))));
        return body;
    }

    /**
     * Takes over the standard input and output of a container that was made to be {@linkplain ContainerSpec#spoken spoken} to, best before
     * it is started: what it says later is not lost then.
     */
    public ContainerStreams attach(String id) throws EngineException {
        return new ContainerStreams(http.takeOver("/containers/" + id + "/attach?stream=1&stdin=1&stdout=1", CALL));
    }

    /** Starts a container; one that runs is fine. */
    public void start(String id) throws EngineException {
        done(http.call("POST", "/containers/" + id + "/start", null, CALL), "start the container " + id);
    }

    /**
     * Sends a signal to a container's first process.
     *
     * @param signal as {@code SIGKILL}
     * @return false: it does not run
     */
    public boolean signal(String id, String signal) throws EngineException {
        Answer answer = http.call("POST", "/containers/" + id + "/kill?signal=" + signal, null, CALL);
        if (answer.status() == 409 || answer.status() == 404) {
            return false;
        }
        done(answer, "send " + signal + " to the container " + id);
        return true;
    }

    /** Freezes every process of a container. */
    public void pause(String id) throws EngineException {
        done(http.call("POST", "/containers/" + id + "/pause", null, CALL), "pause the container " + id);
    }

    /** Lets a container run on. */
    public void resume(String id) throws EngineException {
        done(http.call("POST", "/containers/" + id + "/unpause", null, CALL), "resume the container " + id);
    }

    /**
     * Returns when a container that was started runs no more.
     *
     * @return its exit code; 128 plus the signal's number when a signal ended it
     */
    public int awaitEnd(String id) throws EngineException {
        return done(
                        http.call("POST", "/containers/" + id + "/wait?condition=not-running", null, Duration.ZERO),
                        "wait for the container " + id)
                .path("StatusCode")
                .asInt(-1);
    }

    /** What a container has said so far, on both of its streams. */
    public String said(String id) throws EngineException {
        Answer answer = http.call("GET", "/containers/" + id + "/logs?stdout=1&stderr=1", null, CALL);
        if (answer.status() / 100 != 2) {
            throw refusal(answer, "give the log of the container " + id);
        }
        return Frames.text(answer.body());
    }

    /** Ends and removes a container and its anonymous volumes; one that is gone is fine. */
    public void remove(String id) throws EngineException {
        Answer answer = http.call("DELETE", "/containers/" + id + "?force=1&v=1", null, CALL);
        // Somebody else removes it at this moment.
        if (answer.status() != 409 || !answer.text().contains("in progress")) {
            gone(answer, "remove the container " + id);
        }
    }

    /**
     * Something on the engine that is labelled.
     *
     * @param id for calls
     * @param name for people
     */
    public record Labelled(String id, String name, Map<String, String> labels) {
        public Labelled {
            labels = Map.copyOf(labels);
        }
    }

    /** Every container that has a label, running or not. */
    public List<Labelled> containers(String label) throws EngineException {
        JsonNode all = done(
                http.call("GET", "/containers/json?all=1&filters=" + filter(label), null, CALL), "list its containers");
        List<Labelled> found = new ArrayList<>();
        for (JsonNode one : all) {
            String name = one.path("Names").path(0).asString("");
            found.add(new Labelled(
                    one.path("Id").asString(), name.startsWith("/") ? name.substring(1) : name, labels(one)));
        }
        return found;
    }

    /** Every network that has a label. */
    public List<Labelled> networks(String label) throws EngineException {
        JsonNode all = done(http.call("GET", "/networks?filters=" + filter(label), null, CALL), "list its networks");
        List<Labelled> found = new ArrayList<>();
        for (JsonNode one : all) {
            found.add(new Labelled(one.path("Id").asString(), one.path("Name").asString(""), labels(one)));
        }
        return found;
    }

    /** Every volume that has a label; its name is its id. */
    public List<Labelled> volumes(String label) throws EngineException {
        JsonNode all = done(http.call("GET", "/volumes?filters=" + filter(label), null, CALL), "list its volumes");
        List<Labelled> found = new ArrayList<>();
        for (JsonNode one : all.path("Volumes")) {
            String name = one.path("Name").asString("");
            found.add(new Labelled(name, name, labels(one)));
        }
        return found;
    }

    /** Removes a volume that no container has; one that is gone is fine. */
    public void removeVolume(String name) throws EngineException {
        gone(http.call("DELETE", "/volumes/" + name, null, CALL), "remove the volume " + name);
    }

    private static Map<String, String> labels(JsonNode one) {
        Map<String, String> labels = new TreeMap<>();
        one.path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return labels;
    }

    private static String filter(String label) {
        return encoded(JSON.writeValueAsString(Map.of("label", List.of(label))));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void gone(Answer answer, String what) throws EngineException {
        if (answer.status() != 404) {
            done(answer, what);
        }
    }

    private static JsonNode done(Answer answer, String what) throws EngineException {
        if (answer.status() == 304) {
            return JSON.createObjectNode(); // it was so already
        }
        return json(answer, what);
    }

    private static JsonNode json(Answer answer, String what) throws EngineException {
        if (answer.status() / 100 != 2) {
            throw refusal(answer, what);
        }
        try {
            return answer.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(answer.text());
        } catch (JacksonException e) {
            throw new EngineException("the container engine's answer is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static EngineException refusal(Answer answer, String what) {
        return new EngineException(
                answer.status(), "the container engine could not " + what + ": " + message(answer.text()));
    }

    private static String message(@Nullable String text) {
        try {
            JsonNode said = JSON.readTree(String.valueOf(text));
            return said.path("message")
                    .asString(said.path("error").asString(String.valueOf(text)))
                    .strip();
        } catch (JacksonException e) {
            return String.valueOf(text).strip();
        }
    }
}
