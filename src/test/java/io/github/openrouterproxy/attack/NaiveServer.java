package io.github.openrouterproxy.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a door must not be: passes everything on, wherever it says, hears requests wherever a line looks like one, shows
 * everything to everybody, believes every header, tells what it is made of, and never recovers from anything. A suite
 * that finds nothing here finds nothing anywhere. Any thread.
 */
final class NaiveServer implements AutoCloseable {
    private static final Pattern REQUEST = Pattern.compile("(?m)^.*HTTP/\\d\\.\\d\\r?$");
    private static final Pattern PLACE = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final int LARGEST_REQUEST = 1 << 20;

    private final ServerSocket socket;
    private final Function<String, String> reply;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    private NaiveServer(ServerSocket socket, Function<String, String> reply) {
        this.socket = socket;
        this.reply = reply;
    }

    /** @param status that it answers everything with */
    static NaiveServer start(int status) throws IOException {
        return start(heard -> openAnswer(status, heard));
    }

    /**
     * One that is open only in that it passes everything on, to an upstream that refuses everything.
     *
     * @param idHeader by which it tells that it did
     */
    static NaiveServer beforeAnUpstreamThatSays(int status, String idHeader) throws IOException {
        return start(heard -> "HTTP/1.1 " + status + " \r\n" + idHeader
                + ": 1\r\nConnection: close\r\n\r\n{\"error\":{\"code\":" + status + "}}");
    }

    private static NaiveServer start(Function<String, String> reply) throws IOException {
        NaiveServer server = new NaiveServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), reply);
        Thread listener = new Thread(server::listen, "naive");
        listener.setDaemon(true);
        listener.start();
        return server;
    }

    /** Every request as it came. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                answer(client);
            } catch (IOException closed) {
                // closed, or the attacker has gone
            }
        }
    }

    private void answer(Socket client) throws IOException {
        byte[] buffer = new byte[LARGEST_REQUEST];
        int length = Math.max(0, client.getInputStream().read(buffer));
        String request = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        heard.add(request);
        for (MatchResult place : PLACE.matcher(request).results().toList()) {
            visit(Integer.parseInt(place.group(1)));
        }
        client.getOutputStream().write(reply.apply(request).getBytes(StandardCharsets.ISO_8859_1));
        client.shutdownOutput();
        client.setSoTimeout(50);
        while (client.getInputStream().read(buffer) >= 0) {
            // what is not read would cut the answer off
        }
    }

    /** As often as something in it looks like a request. */
    private static String openAnswer(int status, String heard) {
        if (heard.contains("/health/ready ")) {
            return "HTTP/1.1 503 \r\nConnection: close\r\n\r\n";
        }
        int requests = (int) Math.max(1, REQUEST.matcher(heard).results().count());
        String answer = "HTTP/1.1 " + status
                + " \r\nServer: Apache-Coyote/1.1\r\nX-Request-Id: 1\r\nLocation: //evil.example\r\n"
                + "Set-Cookie: openrouter-proxy-theme=dark\r\nConnection: close\r\n\r\n"
                + "<web-app> root:x:0:0 {\"status\":\"up\"}\n" + heard;
        return answer.repeat(requests);
    }

    private void visit(int port) throws IOException {
        if (port != socket.getLocalPort()) {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        }
    }
}
