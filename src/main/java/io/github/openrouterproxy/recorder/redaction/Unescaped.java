package io.github.openrouterproxy.recorder.redaction;

import java.util.Arrays;

/**
 * The rest of a text that is no whole JSON, read as if all of it stood in a string: its escapes undone as far as they
 * are some. It keeps where the escapes are, not where every character is: bodies are large. One thread.
 */
final class Unescaped {
    private static final int HEX_DIGITS = 4;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";

    private final int from;
    private final StringBuilder text;
    /** Where in the text what was an escape stands, and how many characters were saved up to behind it. */
    private int[] escapes = new int[16];

    private int[] saved = new int[16];
    private int count;

    private Unescaped(int from, int length) {
        this.from = from;
        this.text = new StringBuilder(length);
    }

    static Unescaped of(String written, int from) {
        Unescaped unescaped = new Unescaped(from, written.length() - from);
        int at = from;
        while (at < written.length()) {
            char next = written.charAt(at);
            char kind = next == '\\' && at + 1 < written.length() ? written.charAt(at + 1) : 0;
            int code = kind == 'u' ? hex(written, at + 2) : -1;
            if (code >= 0) {
                unescaped.addEscape((char) code, 2 + HEX_DIGITS);
                at += 2 + HEX_DIGITS;
            } else if (kind != 0 && ESCAPES.indexOf(kind) >= 0) {
                unescaped.addEscape(MEANT.charAt(ESCAPES.indexOf(kind)), 2);
                at += 2;
            } else {
                unescaped.text.append(next);
                at++;
            }
        }
        return unescaped;
    }

    String text() {
        return text.toString();
    }

    /** Where in the text as it was written a character of this one stands, or its end. */
    int origin(int position) {
        int found = Arrays.binarySearch(escapes, 0, count, position);
        int before = found < 0 ? -found - 1 : found;
        return from + position + (before == 0 ? 0 : saved[before - 1]);
    }

    private void addEscape(char meant, int length) {
        if (count == escapes.length) {
            escapes = Arrays.copyOf(escapes, count * 2);
            saved = Arrays.copyOf(saved, count * 2);
        }
        escapes[count] = text.length();
        saved[count] = (count == 0 ? 0 : saved[count - 1]) + length - 1;
        count++;
        text.append(meant);
    }

    /** Four digits there; -1 when they are none. */
    private static int hex(String written, int from) {
        int code = 0;
        for (int i = from; i < from + HEX_DIGITS; i++) {
            int digit = i < written.length() ? Character.digit(written.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }
}
