package io.firedrill.region;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.region.engine.ContainerSpec.Published;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where containers find each other, and this machine finds them. Each node has a network that it shares with the proxy server alone, so
 * the proxy server's address there is where the proxies of that node listen. The name of a broker, or a controller, is itself at home, and those proxies for
 * everybody else; hosts files say so.
 *
 * <p>Harness and workers come by a network that brokers and the proxy server are on as well. This machine is on it, as on every bridge of
 * its engine, whether workers are its processes or containers. Containers of workers have a network of their own besides, as brokers do.
 *
 * <p>A listener has the same port number everywhere, and no number is given twice.
 */
final class ContainerAddresses implements Addressing {
    /** Of the proxy server's HTTP interface, in its container. */
    static final int PROXY_API = 8474;

    private static final String EVERY = "0.0.0.0";

    private final LoopbackAddress machine;
    private final Subnets subnets;
    private final Topology topology;
    private final List<Endpoint> nodes;
    private final Map<Endpoint, Map<Listener, Listening>> places = new LinkedHashMap<>();
    private final HostPort proxyApi;

    /** Takes all ports of a run. */
    ContainerAddresses(LoopbackAddress machine, Subnets subnets, Topology topology) throws IOException {
        this.machine = machine;
        this.subnets = subnets;
        this.topology = topology;
        this.nodes = topology.nodes();
        if (nodes.size() > Subnets.NODES) {
            throw new IOException("a drill on containers has room for " + Subnets.NODES
                    + " brokers, controllers, MirrorMakers and workers in containers, and the scenario has "
                    + nodes.size());
        }
        this.proxyApi = machine.reserve(machine.host());
        for (Endpoint node : topology.kafka()) {
            Map<Listener, Listening> listeners = new LinkedHashMap<>();
            for (Listener listener : topology.listeners(node)) {
                listeners.put(listener, place(node));
            }
            places.put(node, listeners);
        }
    }

    private Listening place(Endpoint who) throws IOException {
        int port = number();
        return new Listening(
                new HostPort(EVERY, port),
                new HostPort(subnets.ofNode(node(who), 0), port),
                new HostPort(subnets.sharedNode(node(who)), port));
    }

    /** A port number that nobody else of this run has. */
    private int number() throws IOException {
        HostPort taken = machine.reserve(machine.host());
        machine.release(taken);
        return taken.port();
    }

    /** Where this machine finds the proxy server's HTTP interface: free for its container from here on, and for everybody. */
    Published publishedProxyApi() throws IOException {
        machine.release(proxyApi);
        return new Published(proxyApi, PROXY_API);
    }

    /** Where this machine finds the proxy server's HTTP interface. */
    HostPort proxyApi() {
        return proxyApi;
    }

    /** Whether workers are in containers. */
    private boolean contained() {
        return !topology.served().isEmpty();
    }

    /** The place of a node among all: its networks are numbered so. */
    int node(Endpoint who) {
        int node = nodes.indexOf(who);
        if (node < 0) {
            throw new IllegalArgumentException("no container for " + who + "; there are " + nodes);
        }
        return node;
    }

    Subnets subnets() {
        return subnets;
    }

    List<Endpoint> nodes() {
        return nodes;
    }

    private static boolean ofKafka(Endpoint who) {
        return who.part() == Endpoint.Part.BROKER || who.part() == Endpoint.Part.CONTROLLER;
    }

    /** What a container calls itself. */
    static String hostname(Endpoint who) {
        return ofKafka(who)
                ? who.region() + "-" + who.broker()
                : who.region() + "-" + who.part().name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public boolean apart() {
        return true;
    }

    @Override
    public String of(Endpoint process) {
        return process.part() == Endpoint.Part.CLIENTS && !contained()
                ? subnets.sharedProxy()
                : subnets.proxyOf(node(process));
    }

    @Override
    public String advertised(Endpoint broker) {
        return hostname(broker) + ".firedrill";
    }

    @Override
    public HostPort shared(int port) {
        return new HostPort(subnets.sharedProxy(), port);
    }

    @Override
    public HostPort listens(Endpoint process) throws IOException {
        if (!nodes.contains(process)) {
            return machine.reserve(subnets.sharedMachine());
        }
        return new HostPort(subnets.ofNode(node(process), 0), number());
    }

    @Override
    public void release(HostPort place) throws IOException {
        machine.release(place);
    }

    @Override
    public Listening reserve(Endpoint broker, Listener listener) throws IOException {
        Listening place = places.getOrDefault(broker, Map.of()).get(listener);
        if (place == null) {
            throw new IOException("no port was taken for " + listener + " of " + broker);
        }
        return place;
    }

    @Override
    public void release(Listening place) {
        // Nobody else could have it.
    }

    @Override
    public void writeHostsFile(Endpoint process, Path file) throws IOException {
        StringBuilder text = new StringBuilder("127.0.0.1 localhost");
        if (process.part() == Endpoint.Part.CLIENTS && !contained()) {
            text.append(machineName()).append('\n');
            line(text, of(process), process);
        } else {
            text.append(' ').append(hostname(process));
            text.append(ofKafka(process) ? " " + advertised(process) : "").append('\n');
            line(text, of(process), process);
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, text, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The brokers and controllers that a process finds at one address: those of its region but for itself; a MirrorMaker those of all. */
    private void line(StringBuilder text, String address, Endpoint process) {
        text.append(address).append(" firedrill");
        boolean all = process.part() == Endpoint.Part.MIRROR;
        for (Endpoint node : topology.kafka()) {
            if ((all || node.region().equals(process.region())) && !node.equals(process)) {
                text.append(' ').append(advertised(node));
            }
        }
        text.append('\n');
    }

    private static String machineName() {
        try {
            return " " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return ""; // a machine that does not know its own name works as well
        }
    }

    @Override
    public boolean movable() {
        return false;
    }

    @Override
    public String move(Endpoint process) throws IOException {
        throw new IOException("a container keeps the address that it has, so " + process + " can't be moved");
    }
}
