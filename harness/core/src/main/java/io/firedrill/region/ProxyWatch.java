package io.firedrill.region;

import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.HostPort;
import io.firedrill.launch.StallFile;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the proxy server ten times a second whether it is there, and notes how long it was not: every path of a drill leads through
 * it, so what it held up is no outage of Kafka's. Its own stall meter sees neither a server that never runs again nor one that runs
 * and does not answer, and the one of a container has none.
 *
 * <p>What it notes are stalls of the process {@code toxiproxy}, as far as they are known, at least once a second.
 */
public final class ProxyWatch implements Closeable {
    /** The name of its file, without the ending {@link StallLog#SUFFIX}. */
    public static final String FILE = "toxiproxy-answers";

    private static final String PROCESS = TimelineEvent.Trouble.PROXY_SERVER;
    private static final Duration EVERY = Duration.ofMillis(100);
    /** An answer that takes longer is a stall. Shorter ones are what two busy processes take for a call. */
    private static final Duration NOTED_FROM = Duration.ofMillis(200);

    private static final Duration ASKED_ANEW_AFTER = Duration.ofSeconds(1);
    /** No machine is so busy: the server hangs, and whatever the drill goes on to measure is our own doing. */
    private static final Duration HUNG_AFTER = Duration.ofSeconds(5);

    private final StallFile file;
    private final HttpRequest request;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Consumer<TimelineEvent.Trouble> trouble;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "proxy-watch");
    /** Since when the server has not answered and nothing was noted; null when it has answered. */
    private @Nullable Long silent;

    private long silence;

    private ProxyWatch(StallFile file, HostPort api, Consumer<TimelineEvent.Trouble> trouble) {
        this.file = file;
        this.trouble = trouble;
        this.request = HttpRequest.newBuilder(URI.create("http://" + api.host() + ":" + api.port() + "/version"))
                .timeout(ASKED_ANEW_AFTER)
                .build();
    }

    /**
     * Watches until it is closed.
     *
     * @param api the server's HTTP interface
     * @param logs the folder of the run's logs, which exists
     * @param trouble told when the server has been silent for so long that a drill can't mean anything any more; and, as of the watch
     *     and not of the server, when nothing can be noted
     */
    public static ProxyWatch start(HostPort api, Path logs, Consumer<TimelineEvent.Trouble> trouble) {
        ProxyWatch watch = new ProxyWatch(
                StallFile.open(logs.resolve(FILE + StallLog.SUFFIX), PROCESS, StallFile.HARNESS), api, trouble);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            do {
                ask();
            } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            trouble.accept(new TimelineEvent.Trouble(
                    System.nanoTime(),
                    TimelineEvent.Trouble.PROXY_WATCH,
                    "nothing says any more when the proxy server does not answer: " + e));
        }
    }

    private void ask() throws IOException, InterruptedException {
        long asked = System.nanoTime();
        boolean answered;
        try {
            http.send(request, BodyHandlers.discarding());
            answered = true;
        } catch (IOException e) {
            answered = false; // not in time, or no connection: it is asked again
        }
        heard(asked, System.nanoTime(), answered);
    }

    /** A silence is noted once it is longer than a busy answer, and then until the answer. */
    private void heard(long asked, long now, boolean answered) throws IOException {
        long since = silent == null ? asked : silent;
        if (silent != null || now - since > NOTED_FROM.toNanos()) {
            file.note(since, now - since, 0);
            lasts(now - since);
            since = now;
        }
        silent = answered ? null : since;
        silence = answered ? 0 : silence;
    }

    private void lasts(long nanos) {
        boolean hung = silence > HUNG_AFTER.toNanos();
        silence += nanos;
        if (!hung && silence > HUNG_AFTER.toNanos()) {
            trouble.accept(new TimelineEvent.Trouble(
                    System.nanoTime(),
                    TimelineEvent.Trouble.PROXY_SERVER,
                    "it has not answered for " + TimeUnit.NANOSECONDS.toMillis(silence)
                            + " ms: every path through it stands still, and that is no outage of Kafka's"));
        }
    }

    /** Ends the watch; the file is complete when this returns, unless it was interrupted. To be called before the server is ended. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
