package io.github.openrouterproxy.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An IP address, or all that begin with the same bits: {@code 10.0.0.0/8}. Names are never looked up. */
public record AddressRange(String text) {
    private static final Pattern LITERAL =
            Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]?");

    /** @throws IllegalArgumentException if it is none */
    public AddressRange {
        byte[] address = bytes(before(text));
        int bits = bits(text, address.length * 8);
        if (bits < 0 || bits > address.length * 8) {
            throw new IllegalArgumentException("not a number of bits");
        }
    }

    /** @param address as a container gives it: a literal */
    public boolean contains(String address) {
        if (!LITERAL.matcher(address).matches()) {
            return false;
        }
        byte[] network = bytes(before(text));
        byte[] candidate = bytes(address);
        int ignored = network.length * 8 - bits(text, network.length * 8);
        return network.length == candidate.length
                && new BigInteger(1, network)
                        .shiftRight(ignored)
                        .equals(new BigInteger(1, candidate).shiftRight(ignored));
    }

    private static String before(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    private static int bits(String text, int all) {
        int slash = text.indexOf('/');
        return slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
    }

    private static byte[] bytes(String literal) {
        if (!LITERAL.matcher(literal).matches()) {
            throw new IllegalArgumentException("not an address");
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
