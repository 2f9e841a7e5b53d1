package io.github.openrouterproxy.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;

/** One door of a live server, reached with bare bytes, so that a request may be as wrong as an attacker likes. */
record Target(String name, URI address) {
    private static final int PATIENCE_MILLIS = 4_000;
    private static final int LARGEST_ANSWER = 1 << 20;

    /** What came back; status 0 when the connection was closed without a word. */
    record Answer(int status, String head, String body) {
        String whole() {
            return head + "\r\n\r\n" + body;
        }

        /** The value of a header, empty when there is none. */
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** Below which the server has the application: empty, or a path without a slash at its end. */
    String path() {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** A whole request whose target is below that path. */
    String below(String request) {
        return request.replaceFirst(" /", " " + path() + "/");
    }

    /** Whether it is the same door under another name. */
    boolean isAlso(Target other) {
        return host().equals(other.host()) && path().equals(other.path());
    }

    String host() {
        return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    int port() {
        int standard = "https".equals(address.getScheme()) ? 443 : 80;
        return address.getPort() >= 0 ? address.getPort() : standard;
    }

    Answer get(String target, String... headers) throws IOException {
        return request("GET", target, "", headers);
    }

    Answer post(String target, String form, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: application/x-www-form-urlencoded";
        return request("POST", target, form, all);
    }

    Answer request(String method, String target, String body, String... headers) throws IOException {
        String asked = target.startsWith("/") ? path() + target : target;
        StringBuilder head = new StringBuilder(method + " " + asked + " HTTP/1.1\r\nConnection: close\r\n");
        boolean hostGiven = false;
        for (String header : headers) {
            hostGiven |= header.startsWith("Host:");
            head.append(header).append("\r\n");
        }
        if (!hostGiven) {
            head.append("Host: ").append(host()).append("\r\n");
        }
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return send(head + "\r\n" + body);
    }

    Answer send(String bytes) throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    private Socket open() throws IOException {
        boolean secure = "https".equals(address.getScheme());
        Socket socket = secure ? SSLSocketFactory.getDefault().createSocket() : new Socket();
        socket.connect(new InetSocketAddress(address.getHost(), port()), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static Answer read(InputStream in) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0 && received.size() < LARGEST_ANSWER; next = in.read()) {
                received.write(next);
            }
        } catch (SocketTimeoutException open) {
            // kept open: what came is what there is
        } catch (IOException cut) {
            // cut off: the same
        }
        String text = received.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        String[] first = head.split(" ", 3);
        int status = first.length > 1 && first[1].matches("\\d{3}") ? Integer.parseInt(first[1]) : 0;
        return new Answer(status, head, end < 0 ? "" : text.substring(end + 4));
    }
}
