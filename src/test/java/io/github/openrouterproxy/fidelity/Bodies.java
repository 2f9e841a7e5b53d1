package io.github.openrouterproxy.fidelity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bodies to send. */
final class Bodies {
    private Bodies() {}

    /** Bytes of every value, in no order that repeats soon. */
    static byte[] everyByte(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8) * 7);
        }
        return bytes;
    }

    static byte[] multipart(String boundary, byte[] file) {
        return join(
                ascii("--" + boundary + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ntest/whisper\r\n--"
                        + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                        + "Content-Type: audio/wav\r\n\r\n"),
                file,
                ascii("\r\n--" + boundary + "--\r\n"));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
