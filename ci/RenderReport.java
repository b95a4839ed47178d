import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at a report through Chromium's DevTools protocol; see {@code ci/render-report}. The log on Chromium's standard error will
 * not do: it leaves out resources that failed to load.
 */
public final class RenderReport {

    private static final int DESKTOP = 1180;
    private static final int PHONE = 360;
    /** A4 between its margins, at the 96 px an inch of a style sheet. */
    private static final int PAPER = 718;
    private static final long MOST_PIXELS = 16_000;
    private static final long PATIENCE_SECONDS = 30;

    /** How the page is looked at: on what, and whether by eyes that see no colour. */
    private record View(String name, int width, Look look) {
        boolean phone() {
            return look == Look.PHONE;
        }
    }

    private enum Look {
        SCREEN,
        DARK,
        PHONE,
        PAPER,
        WITHOUT_COLOUR
    }

    private static final View ON_A_PHONE = new View("phone", PHONE, Look.PHONE);

    private static final List<View> VIEWS = List.of(
            new View("desktop", DESKTOP, Look.SCREEN),
            new View("dark", DESKTOP, Look.DARK),
            ON_A_PHONE,
            new View("print", PAPER, Look.PAPER),
            new View("grey", DESKTOP, Look.WITHOUT_COLOUR));

    private RenderReport() {}

    public static void main(String[] args) throws Exception {
        boolean selfTest = args.length == 1 && args[0].equals("--self-test");
        if (!selfTest && args.length != 1 && args.length != 2 || args.length > 0 && args[0].startsWith("-") && !selfTest) {
            System.err.println("usage: ci/render-report REPORT.html [OUTDIR] | ci/render-report --self-test");
            System.exit(2);
        }
        int code;
        try (Chromium chromium = new Chromium()) {
            code = selfTest
                    ? selfTest(chromium)
                    : render(chromium, Path.of(args[0]), args.length == 2 ? Optional.of(Path.of(args[1])) : Optional.empty());
        } catch (IOException e) {
            System.err.println("render-report: " + e.getMessage());
            code = 3;
        }
        System.exit(code);
    }

    private static int render(Chromium chromium, Path report, Optional<Path> out) throws Exception {
        if (!Files.isRegularFile(report)) {
            System.err.println("render-report: there is no " + report);
            return 2;
        }
        List<String> findings = new ArrayList<>();
        for (View view : VIEWS) {
            Optional<Path> image = out.map(folder -> folder.resolve("report-" + view.name + ".png"));
            for (String finding : chromium.look(report.toRealPath(), view, image)) {
                findings.add(view.name + ": " + finding);
            }
            image.ifPresent(System.out::println);
        }
        findings.forEach(finding -> System.err.println("render-report: " + finding));
        return findings.isEmpty() ? 0 : 1;
    }

    /** A check that can't fail proves nothing: every kind of fault must be found, and a clean page must pass. */
    private static int selfTest(Chromium chromium) throws Exception {
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("console error", "<script>console.error('planted')</script>");
        faults.put("console warning", "<script>console.warn('planted')</script>");
        faults.put("exception", "<script>planted()</script>");
        faults.put("late exception", "<script>setTimeout(() => planted(), 50)</script>");
        faults.put("missing image", "<img src='planted.png' alt=''>");
        faults.put("foreign resource", "<img src='http://127.0.0.1:9/planted.png' alt=''>");
        faults.put("refused style", "<meta http-equiv='Content-Security-Policy' content=\"style-src 'none'\"><style>p{}</style>");
        faults.put("too wide", "<div style='width:900px'>planted</div>");
        Path folder = Files.createTempDirectory("render-report");
        int missed = 0;
        try {
            Path clean = page(folder, "<p>nothing wrong</p>");
            List<String> none = chromium.look(clean, ON_A_PHONE, Optional.empty());
            System.out.println("clean page: " + (none.isEmpty() ? "nothing found" : "WRONGLY FOUND " + none));
            missed += none.isEmpty() ? 0 : 1;
            for (Map.Entry<String, String> fault : faults.entrySet()) {
                List<String> found = chromium.look(page(folder, fault.getValue()), ON_A_PHONE, Optional.empty());
                System.out.println(fault.getKey() + ": " + (found.isEmpty() ? "MISSED" : found.get(0)));
                missed += found.isEmpty() ? 1 : 0;
            }
        } finally {
            delete(folder);
        }
        return missed == 0 ? 0 : 1;
    }

    private static Path page(Path folder, String body) throws IOException {
        Path page = Files.createTempFile(folder, "page", ".html");
        String head = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
                + "<link rel=icon href='data:,'><title>page</title>";
        return Files.writeString(page, head + body).toRealPath();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** A headless Chromium that ends with this object. */
    private static final class Chromium implements AutoCloseable {

        private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://(127\\.0\\.0\\.1:\\d+)/");
        private static final Pattern SOCKET = Pattern.compile("\"webSocketDebuggerUrl\":\\s*\"([^\"]+)\"");

        private final HttpClient http = HttpClient.newHttpClient();
        private final Path profile = Files.createTempDirectory("chromium-profile");
        private final Process process;
        private final String address;

        Chromium() throws IOException {
            process = new ProcessBuilder(
                            binary(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--hide-scrollbars",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "about:blank")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            address = address();
        }

        private static String binary() throws IOException {
            String given = System.getenv("CHROMIUM");
            List<String> names = given == null || given.isBlank()
                    ? List.of("chromium", "chromium-browser", "google-chrome")
                    : List.of(given);
            for (String name : names) {
                for (String folder : System.getenv("PATH").split(":")) {
                    Path candidate = name.contains("/") ? Path.of(name) : Path.of(folder, name);
                    if (Files.isExecutable(candidate)) {
                        return candidate.toString();
                    }
                }
            }
            throw new IOException("found no Chromium; looked for " + names + " on the PATH. Install it, or set CHROMIUM.");
        }

        private String address() throws IOException {
            BufferedReader log = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
            StringBuilder said = new StringBuilder();
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    Thread drain = new Thread(() -> log.lines().forEach(ignored -> {}), "chromium-log");
                    drain.setDaemon(true);
                    drain.start();
                    return listening.group(1);
                }
                said.append(line).append('\n');
            }
            throw new IOException("Chromium ended before it listened:\n" + said);
        }

        /** Opens the page in a tab of its own; what is wrong with it, in words. */
        List<String> look(Path page, View view, Optional<Path> image) throws Exception {
            HttpRequest newTab = HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            String tab = http.send(newTab, HttpResponse.BodyHandlers.ofString()).body();
            Matcher socket = SOCKET.matcher(tab);
            if (!socket.find()) {
                throw new IOException("Chromium opened no tab: " + tab);
            }
            try (Tab open = new Tab(http, URI.create(socket.group(1)))) {
                return open.look(page.toUri().toString(), view, image);
            }
        }

        @Override
        public void close() throws Exception {
            List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            all.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle child : all) {
                child.onExit().get(5, TimeUnit.SECONDS);
            }
            delete(profile);
        }
    }

    /** A tab, spoken to over its web socket. */
    private static final class Tab implements WebSocket.Listener, AutoCloseable {

        private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+)");
        private static final Pattern METHOD = Pattern.compile("^\\{\"method\":\"([\\w.]+)\"");
        private static final Pattern LEVEL = Pattern.compile("\"level\":\"(\\w+)\"");
        private static final Pattern TYPE = Pattern.compile("\"type\":\"(\\w+)\"");
        private static final Pattern TEXT = Pattern.compile("\"(?:description|text|value)\":\"((?:\\\\.|[^\"\\\\])*)\"");
        private static final Pattern DESCRIPTION = Pattern.compile("\"description\":\"((?:\\\\.|[^\"\\\\])*)\"");
        private static final Pattern URL = Pattern.compile("\"request\":\\{\"url\":\"((?:\\\\.|[^\"\\\\])*)\"");
        private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]+)\"");
        private static final Pattern VALUE = Pattern.compile("\"value\":(\\d+)");

        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private final List<String> findings = new ArrayList<>();
        private final WebSocket socket;
        private String page = "";
        private boolean loaded;
        private int id;

        Tab(HttpClient http, URI address) {
            socket = http.newWebSocketBuilder().buildAsync(address, this).join();
        }

        List<String> look(String url, View view, Optional<Path> image) throws Exception {
            page = url;
            for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
                call(domain + ".enable", "{}");
            }
            call(
                    "Emulation.setDeviceMetricsOverride",
                    String.format(
                            Locale.ROOT,
                            "{\"width\":%d,\"height\":800,\"deviceScaleFactor\":%d,\"mobile\":%b}",
                            view.width,
                            view.phone() ? 2 : 1,
                            view.phone()));
            call(
                    "Emulation.setEmulatedMedia",
                    "{\"media\":\"" + (view.look == Look.PAPER ? "print" : "")
                            + "\",\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
                            + (view.look == Look.DARK ? "dark" : "light") + "\"}]}");
            call(
                    "Emulation.setEmulatedVisionDeficiency",
                    "{\"type\":\"" + (view.look == Look.WITHOUT_COLOUR ? "achromatopsia" : "none") + "\"}");
            call("Page.navigate", "{\"url\":\"" + url.replace("\"", "%22") + "\"}");
            while (!loaded) {
                note(next());
            }
            // Two frames and a moment: what a page does right after it was loaded belongs to it.
            evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame("
                    + "() => done(1))), 250))");
            long wide = evaluate("document.documentElement.scrollWidth");
            long height = Math.max(1, evaluate("document.documentElement.scrollHeight"));
            if (wide > view.width) {
                findings.add("the page is " + wide + " px wide and has room for " + view.width + " px");
            }
            if (image.isPresent()) {
                Files.createDirectories(image.get().toAbsolutePath().getParent());
                screenshot(view, Math.min(height, MOST_PIXELS), image.get());
            }
            return findings;
        }

        private void screenshot(View view, long height, Path image) throws Exception {
            String answer = call(
                    "Page.captureScreenshot",
                    String.format(
                            Locale.ROOT,
                            "{\"captureBeyondViewport\":true,\"clip\":{\"x\":0,\"y\":0,\"width\":%d,\"height\":%d,\"scale\":1}}",
                            view.width,
                            height));
            Matcher data = DATA.matcher(answer);
            if (!data.find()) {
                throw new IOException("Chromium took no screenshot: " + answer);
            }
            Files.write(image, Base64.getDecoder().decode(data.group(1)));
        }

        private long evaluate(String expression) throws Exception {
            String answer = call(
                    "Runtime.evaluate",
                    "{\"awaitPromise\":true,\"returnByValue\":true,\"expression\":\"" + expression + "\"}");
            Matcher value = VALUE.matcher(answer);
            if (!value.find()) {
                throw new IOException("Chromium could not evaluate " + expression + ": " + answer);
            }
            return Long.parseLong(value.group(1));
        }

        private String call(String method, String parameters) throws Exception {
            int call = ++id;
            socket.sendText("{\"id\":" + call + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
                    .join();
            while (true) {
                String message = next();
                Matcher answer = ID.matcher(message);
                if (answer.find() && Integer.parseInt(answer.group(1)) == call) {
                    if (message.startsWith("{\"id\":" + call + ",\"error\"")) {
                        throw new IOException(method + " failed: " + message);
                    }
                    return message;
                }
                note(message);
            }
        }

        private String next() throws Exception {
            String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new IOException("Chromium said nothing for " + PATIENCE_SECONDS + " s");
            }
            return message;
        }

        /** An event: what of it is a finding. */
        private void note(String message) {
            Matcher method = METHOD.matcher(message);
            if (!method.find()) {
                return;
            }
            switch (method.group(1)) {
                case "Page.loadEventFired" -> loaded = true;
                case "Runtime.exceptionThrown" -> findings.add("exception: " + first(DESCRIPTION, message));
                case "Runtime.consoleAPICalled" -> {
                    if (List.of("error", "warning", "assert").contains(first(TYPE, message))) {
                        findings.add("console " + first(TYPE, message) + ": " + first(TEXT, message));
                    }
                }
                case "Log.entryAdded" -> {
                    if (List.of("error", "warning").contains(first(LEVEL, message))) {
                        findings.add("browser " + first(LEVEL, message) + ": " + first(TEXT, message));
                    }
                }
                case "Network.requestWillBeSent" -> {
                    String url = first(URL, message);
                    if (!url.equals(page) && !url.startsWith("data:")) {
                        findings.add("asks for " + url);
                    }
                }
                default -> {}
            }
        }

        private static String first(Pattern pattern, String message) {
            Matcher match = pattern.matcher(message);
            return match.find() ? match.group(1) : message;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void close() throws Exception {
            call("Page.close", "{}");
            socket.abort();
        }
    }
}
