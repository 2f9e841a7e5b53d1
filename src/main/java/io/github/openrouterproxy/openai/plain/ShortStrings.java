package io.github.openrouterproxy.openai.plain;

import java.io.IOException;
import java.io.InputStream;

/**
 * JSON on lines, as events have it, of whose strings nothing comes through but the beginning: a picture in the middle
 * then leaves room for the names and figures around it. Confined to its caller.
 */
public final class ShortStrings extends ReadsInBlocks {
    private static final int HEX_DIGITS = 4;
    /** The bytes of a character in UTF-8 after its first. */
    private static final int CONTINUES = 0x80;

    private static final int CONTINUES_MASK = 0xC0;

    private final int longest;
    private boolean inString;
    private boolean escaped;
    private int hexDigits;
    private boolean cut;
    private int length;

    /** @param longest that a string may be, in bytes as it is written */
    public ShortStrings(InputStream in, int longest) {
        super(in);
        this.longest = longest;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int kept = 0;
        while (kept == 0) {
            int read = in.read(target, offset, count);
            if (read <= 0) {
                return read;
            }
            for (int i = offset; i < offset + read; i++) {
                if (passes(target[i])) {
                    target[offset + kept++] = target[i];
                }
            }
        }
        return kept;
    }

    private boolean passes(byte b) {
        if (b == '\n' || b == '\r') {
            inString = false;
        } else if (!inString) {
            inString = b == '"';
            escaped = false;
            hexDigits = 0;
            cut = false;
            length = 0;
        } else if (b == '"' && !escaped) {
            inString = false;
        } else {
            return inside(b);
        }
        return true;
    }

    /** Neither an escape nor a character is cut in two. */
    private boolean inside(byte b) {
        boolean begins = !escaped && hexDigits == 0 && (b & CONTINUES_MASK) != CONTINUES;
        cut |= begins && length >= longest;
        length++;
        if (escaped) {
            hexDigits = b == 'u' ? HEX_DIGITS : 0;
            escaped = false;
        } else {
            escaped = b == '\\';
            hexDigits = escaped ? 0 : Math.max(0, hexDigits - 1);
        }
        return !cut;
    }
}
