package io.github.openrouterproxy.tomcat;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where one of the two doors is to listen, as it was set.
 *
 * @param name also that of its service in {@code server.xml}
 * @param hostVariable what moves it to another address
 * @param portVariable what moves it to another port
 * @param path where its users begin
 */
record Door(String name, String hostVariable, String host, String portVariable, String port, String path) {
    private static final int LARGEST_PORT = 65_535;

    /** Listens, and stops listening when the result is closed. */
    @FunctionalInterface
    interface Binder {
        Closeable bind(InetSocketAddress address) throws IOException;
    }

    /** What is wrong with the values themselves, in one sentence. */
    Optional<String> mistake() {
        if (portNumber().isEmpty()) {
            return Optional.of(portVariable + " is \"" + port + "\": it must be a port, 1 to " + LARGEST_PORT
                    + ", for the " + name + ".");
        }
        try {
            InetAddress unused = InetAddress.getByName(host);
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(hostVariable + " is \"" + host + "\": no such address, for the " + name + ".");
        }
    }

    /**
     * Takes the address of a door without mistakes.
     * @throws RefusedException saying in one sentence why not, and what to set
     */
    Closeable take(Binder binder) throws RefusedException {
        try {
            return binder.bind(new InetSocketAddress(host, portNumber().orElseThrow()));
        } catch (IOException e) {
            throw new RefusedException(refusal(String.valueOf(e.getMessage())));
        }
    }

    /** The address to visit; {@code actualPort} counts where 0 asked for any. */
    String url(int actualPort) {
        boolean everyAddress = host.equals("0.0.0.0") || host.equals("::");
        String named = everyAddress ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + named + ":" + actualPort + path + (everyAddress ? " (on every address)" : "");
    }

    private String refusal(String reason) {
        if (reason.toLowerCase(Locale.ROOT).contains("in use")) {
            return "Port " + port + " on " + host + " is taken: set " + portVariable + " to another port for the "
                    + name + ".";
        }
        return "The " + name + " cannot listen on " + host + " port " + port + " (" + reason + "): set " + hostVariable
                + " or " + portVariable + ".";
    }

    private OptionalInt portNumber() {
        try {
            int number = Integer.parseInt(port.strip());
            return number >= 0 && number <= LARGEST_PORT ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
