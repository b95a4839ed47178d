package io.firedrill.region;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The addresses of one run's networks: a block of 198.18.0.0/15, which is set aside for measuring network devices (RFC 2544) and so is
 * nobody's own. One network is for all that this machine reaches, and each node has another of its own.
 *
 * @param block 0 to 63
 */
record Subnets(int block) {
    private static final int BLOCKS = 64;
    /** Addresses of a block: a /21. */
    private static final int BLOCK = 2048;
    /** Of these for the network that all share: a /24. */
    private static final int SHARED = 256;
    /** And for a node's: a /28. */
    private static final int NODE = 16;
    /** Docker gives the first to the bridge, by which this machine is on the network. */
    private static final int MACHINE = 1;

    private static final int PROXY = 2;

    private static final int FIRST = 3;

    /** How many nodes have room. */
    static final int NODES = (BLOCK - SHARED) / NODE;

    static Subnets any() {
        return new Subnets(ThreadLocalRandom.current().nextInt(BLOCKS));
    }

    /** Another block: somebody has a part of this one. */
    Subnets next() {
        return new Subnets((block + 1) % BLOCKS);
    }

    /** The network that all share. */
    String shared() {
        return address(0) + "/24";
    }

    /** This machine's address on the shared network. */
    String sharedMachine() {
        return address(MACHINE);
    }

    String sharedProxy() {
        return address(PROXY);
    }

    /** A node's address on the shared network. */
    String sharedNode(int node) {
        return address(FIRST + node);
    }

    /** A node's own network. */
    String own(int node) {
        return address(SHARED + node * NODE) + "/28";
    }

    /** The proxy server's address on a node's own network. */
    String proxyOf(int node) {
        return address(SHARED + node * NODE + PROXY);
    }

    /**
     * An address on a node's own network.
     *
     * @param which of those who live there, from 0 on
     */
    String ofNode(int node, int which) {
        if (FIRST + which >= NODE - 1) {
            throw new IllegalArgumentException("no address left on the network of node " + node);
        }
        return address(SHARED + node * NODE + FIRST + which);
    }

    private String address(int offset) {
        int at = block * BLOCK + offset;
        return "198." + (18 + (at >> 16)) + "." + ((at >> 8) & 255) + "." + (at & 255);
    }
}
