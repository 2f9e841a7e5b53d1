package io.github.openrouterproxy.monitor.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * What counts as one visitor where visitors are counted by address: an IPv4 address, or the 64 bits that one customer
 * has all IPv6 addresses of.
 */
public record ClientNetwork(String text) {
    private static final int NETWORK_BYTES = 8;

    /** @param address as a container gives it: a literal, no name is looked up */
    public static ClientNetwork of(String address) {
        if (address.indexOf(':') < 0) {
            return new ClientNetwork(address);
        }
        int zone = address.indexOf('%');
        try {
            InetAddress literal = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone));
            return new ClientNetwork(
                    literal instanceof Inet4Address
                            ? literal.getHostAddress()
                            : HexFormat.of().formatHex(literal.getAddress(), 0, NETWORK_BYTES));
        } catch (UnknownHostException e) {
            return new ClientNetwork(address);
        }
    }
}
