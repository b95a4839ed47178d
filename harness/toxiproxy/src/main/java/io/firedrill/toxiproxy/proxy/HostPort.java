package io.firedrill.toxiproxy.proxy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A {@code host:port} as Toxiproxy writes it; an IPv6 address stands in brackets, an empty host is every address.
 *
 * @param host without brackets, may be empty
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {

    /**
     * Reads such a text; an empty one is every address and port 0.
     *
     * @throws Refusal which says what is wrong with it, in the words of the real server
     */
    public static HostPort parse(String text) throws Refusal {
        if (text.isEmpty()) {
            return new HostPort("", 0);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw new Refusal(500, "address " + text + ": missing port in address");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new Refusal(500, "address " + text + ": too many colons in address");
        }
        return new HostPort(host, port(text.substring(colon + 1)));
    }

    private static int port(String text) throws Refusal {
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Refusal(500, "lookup tcp/" + text + ": unknown port");
        }
        if (text.length() > 5 || Integer.parseInt(text) > 65535) {
            throw new Refusal(500, "address " + text + ": invalid port");
        }
        return Integer.parseInt(text);
    }

    /** An address as the real server writes it; every wildcard is {@code [::]}. */
    public static String format(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip.isAnyLocalAddress()) {
            return "[::]:" + address.getPort();
        }
        String host = NetUtil.toAddressString(ip);
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
