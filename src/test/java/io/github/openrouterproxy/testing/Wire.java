package io.github.openrouterproxy.testing;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Reads HTTP/1.1 messages from a socket without changing a byte of them. One thread at a time. */
final class Wire {
    private static final int BUFFER = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Up to and with the empty line; empty when the other side closed before the first byte. */
    byte[] readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = read();
            if (b < 0) {
                if (head.size() == 0) {
                    return new byte[0];
                }
                throw new EOFException("the connection ended inside a head");
            }
            head.write(b);
            boolean expected = b == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : b == '\r' ? 1 : 0;
        }
        return head.toByteArray();
    }

    /** Hands over what arrives, as it arrives, until {@code length} bytes are there. */
    void readExactly(long length, Consumer<byte[]> pieces) throws IOException {
        long left = length;
        while (left > 0) {
            byte[] piece = readSome((int) Math.min(left, BUFFER));
            if (piece.length == 0) {
                throw new EOFException(left + " bytes were still to come");
            }
            left -= piece.length;
            pieces.accept(piece);
        }
    }

    /**
     * Hands over the content of each chunk; {@code framing} gets every byte as it was on the wire.
     *
     * @return the trailers, a line each
     */
    List<String> readChunks(Consumer<byte[]> pieces, ByteArrayOutputStream framing) throws IOException {
        while (true) {
            String sizeLine = readLine(framing);
            int extension = sizeLine.indexOf(';');
            String digits = extension < 0 ? sizeLine : sizeLine.substring(0, extension);
            long size = Long.parseLong(digits.strip(), 16);
            if (size == 0) {
                return readLines(framing);
            }
            readExactly(size, piece -> {
                framing.writeBytes(piece);
                pieces.accept(piece);
            });
            readLine(framing);
        }
    }

    void readUntilClosed(Consumer<byte[]> pieces) throws IOException {
        for (byte[] piece = readSome(BUFFER); piece.length > 0; piece = readSome(BUFFER)) {
            pieces.accept(piece);
        }
    }

    /**
     * Waits, and watches the other side while it waits.
     * @return whether the other side closed the connection meanwhile
     */
    boolean closesWithin(Duration wait) throws IOException {
        long until = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0; left = until - System.nanoTime()) {
            socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
            try {
                if (!fill()) {
                    return true;
                }
            } catch (SocketTimeoutException nothingCame) {
                return false;
            } finally {
                socket.setSoTimeout(0);
            }
        }
        return false;
    }

    static String startLine(byte[] head) {
        return lines(head).get(0);
    }

    static Headers headers(byte[] head) {
        List<Header> headers = new ArrayList<>();
        for (String line : lines(head).subList(1, lines(head).size())) {
            int colon = line.indexOf(':');
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Headers(headers);
    }

    private static List<String> lines(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Up to an empty one. */
    private List<String> readLines(ByteArrayOutputStream copy) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(copy); !line.isEmpty(); line = readLine(copy)) {
            lines.add(line);
        }
        return lines;
    }

    private String readLine(ByteArrayOutputStream copy) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = read(); b != '\n'; b = read()) {
            if (b < 0) {
                throw new EOFException("the connection ended inside a line");
            }
            copy.write(b);
            line.append((char) b);
        }
        copy.write('\n');
        return line.toString().strip();
    }

    private int read() throws IOException {
        if (start == end && !fill()) {
            return -1;
        }
        return buffer[start++] & 0xff;
    }

    private byte[] readSome(int most) throws IOException {
        if (start == end && !fill()) {
            return new byte[0];
        }
        int size = Math.min(most, end - start);
        byte[] piece = Arrays.copyOfRange(buffer, start, start + size);
        start += size;
        return piece;
    }

    /** Makes room first, so that what came early is kept for the next message. */
    private boolean fill() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            return false;
        }
        end += read;
        return true;
    }
}
