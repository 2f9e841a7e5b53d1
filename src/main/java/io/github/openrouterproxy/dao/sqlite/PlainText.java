package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.exchange.Body;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decides whether a body is kept as TEXT, readable in any SQLite tool, or as BLOB. One thread. */
final class PlainText {
    private static final int BUFFER_CHARS = 8192;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer buffer = CharBuffer.allocate(BUFFER_CHARS);

    /** Whether it is valid UTF-8 without NUL, at which SQLite's tools stop; a cut in the last character is forgiven. */
    boolean is(Body body) {
        ByteBuffer bytes = ByteBuffer.wrap(body.bytes());
        decoder.reset();
        CoderResult result;
        do {
            buffer.clear();
            result = decoder.decode(bytes, buffer, !body.truncated());
            if (hasNul()) {
                return false;
            }
        } while (result.isOverflow());
        return !result.isError();
    }

    private boolean hasNul() {
        char[] chars = buffer.array();
        for (int i = 0; i < buffer.position(); i++) {
            if (chars[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
