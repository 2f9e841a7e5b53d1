package io.github.openrouterproxy.recorder.redaction.keys;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986 §2.1) as strangers write it. Any thread. */
final class PercentEncoding {
    private static final int RADIX = 16;

    private PercentEncoding() {}

    /** What is encoded well is decoded, as UTF-8, and all else stays. */
    static String undone(String written) {
        int at = written.indexOf('%');
        if (at < 0) {
            return written;
        }
        StringBuilder read = new StringBuilder(written.length());
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        int done = 0;
        while (at >= 0 && at < written.length()) {
            read.append(written, done, at);
            done = at;
            for (int octet = octet(written, done); octet >= 0; octet = octet(written, done)) {
                run.write(octet);
                done += 3;
            }
            read.append(run.toString(StandardCharsets.UTF_8));
            run.reset();
            at = written.indexOf('%', Math.max(done, at + 1));
        }
        return read.append(written, done, written.length()).toString();
    }

    /** What is encoded there; -1 when nothing is. */
    private static int octet(String written, int at) {
        if (at + 2 >= written.length() || written.charAt(at) != '%') {
            return -1;
        }
        int high = Character.digit(written.charAt(at + 1), RADIX);
        int low = Character.digit(written.charAt(at + 2), RADIX);
        return high < 0 || low < 0 ? -1 : high * RADIX + low;
    }
}
