package io.github.openrouterproxy.testing.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** What a server of HTTP/2 can send on one connection (RFC 9113, section 6). Headers go without compression. */
public final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int SETTINGS = 4;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int ACK = 1;
    static final int MOST_IN_A_FRAME = 16 * 1024;
    private static final int RST_STREAM = 3;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int HALF_OF_THE_ROOM = 32 * 1024;

    private final Socket socket;
    private final DataOutputStream out;
    private int taken;

    Frames(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    public void settings() throws IOException {
        frame(SETTINGS, 0, 0);
    }

    /** Makes room for more of all streams together. */
    public void windowUpdate(int bytes) throws IOException {
        frame(WINDOW_UPDATE, 0, 0, number(bytes));
    }

    /** Makes room for more of one stream. */
    void windowUpdate(int stream, int bytes) throws IOException {
        frame(WINDOW_UPDATE, 0, stream, number(bytes));
    }

    /** Makes room anew when half of it is used, and says nothing to less. */
    void took(int bytes) throws IOException {
        taken += bytes;
        if (taken > HALF_OF_THE_ROOM) {
            windowUpdate(taken);
            taken = 0;
        }
    }

    public void ping() throws IOException {
        frame(PING, 0, 0, new byte[8]);
    }

    /** 200, the body and the end. */
    public void answer(int stream, String body) throws IOException {
        head(stream, 200, false, "content-type", "text/plain");
        data(stream, body, true);
    }

    /** @param lines names and values */
    public void head(int stream, int status, boolean last, String... lines) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        line(block, ":status", Integer.toString(status));
        headers(stream, block, last, lines);
    }

    /** Ends the stream. */
    public void trailers(int stream, String... lines) throws IOException {
        headers(stream, new ByteArrayOutputStream(), true, lines);
    }

    public void data(int stream, String text, boolean last) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        frame(DATA, last ? END_STREAM : 0, stream, bytes);
    }

    /** RST_STREAM. */
    public void reset(int stream, int error) throws IOException {
        frame(RST_STREAM, 0, stream, number(error));
    }

    /** @param lastStream the last that was or will be looked at */
    public void goAway(int lastStream) throws IOException {
        byte[] payload = new byte[8];
        System.arraycopy(number(lastStream), 0, payload, 0, 4);
        frame(GOAWAY, 0, 0, payload);
    }

    /** The connection ends without a word. */
    public void cut() throws IOException {
        socket.close();
    }

    synchronized void frame(int type, int flags, int stream, byte... payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.writeBytes(number(stream));
        frame.writeBytes(payload);
        out.write(frame.toByteArray());
        out.flush();
    }

    private void headers(int stream, ByteArrayOutputStream block, boolean last, String... lines) throws IOException {
        for (int i = 0; i < lines.length; i += 2) {
            line(block, lines[i], lines[i + 1]);
        }
        frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block.toByteArray());
    }

    /** Not indexed, spelt out (RFC 7541, section 6.2.2). */
    private static void line(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        length(block, name.length());
        block.writeBytes(name.getBytes(ISO_8859_1));
        length(block, value.length());
        block.writeBytes(value.getBytes(ISO_8859_1));
    }

    /** In seven bits, or what is more in bytes of seven bits each (RFC 7541, section 5.1). */
    private static void length(ByteArrayOutputStream block, int length) {
        if (length < 127) {
            block.write(length);
            return;
        }
        block.write(127);
        int rest = length - 127;
        for (; rest >= 128; rest >>= 7) {
            block.write((rest & 127) | 128);
        }
        block.write(rest);
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }
}
