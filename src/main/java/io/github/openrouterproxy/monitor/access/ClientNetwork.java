package io.github.openrouterproxy.monitor.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What counts as one visitor where visitors are counted by address: an IPv4 address, or the 64 bits that one customer
 * has all IPv6 addresses of.
 *
 * @param text as it is shown: {@code 10.0.0.1}, {@code 2001:db8:0:1::/64}
 */
public record ClientNetwork(String text) {
    private static final int GROUPS = 4;

    /** @param address as a container gives it: a literal, no name is looked up */
    public static ClientNetwork of(String address) {
        if (address.indexOf(':') < 0) {
            return new ClientNetwork(address);
        }
        int zone = address.indexOf('%');
        try {
            InetAddress literal = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone));
            return new ClientNetwork(literal instanceof Inet4Address ? literal.getHostAddress() : networkOf(literal));
        } catch (UnknownHostException e) {
            return new ClientNetwork(address);
        }
    }

    private static String networkOf(InetAddress address) {
        return Stream.of(address.getHostAddress().split(":")).limit(GROUPS).collect(Collectors.joining(":")) + "::/64";
    }
}
