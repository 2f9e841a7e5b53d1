package io.github.openrouterproxy.recorder.redaction;

/**
 * A text that is no whole JSON, read as if all of it stood in a string: its escapes undone as far as they are some. Any
 * thread.
 *
 * @param text without escapes
 * @param origins where each of its characters stands as it was written, and where the text ends
 */
record Unescaped(String text, int[] origins) {
    private static final int HEX_DIGITS = 4;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";

    static Unescaped of(String written) {
        StringBuilder text = new StringBuilder(written.length());
        int[] origins = new int[written.length() + 1];
        int at = 0;
        while (at < written.length()) {
            origins[text.length()] = at;
            char next = written.charAt(at);
            char kind = next == '\\' && at + 1 < written.length() ? written.charAt(at + 1) : 0;
            int code = kind == 'u' ? hex(written, at + 2) : -1;
            if (code >= 0) {
                text.append((char) code);
                at += 2 + HEX_DIGITS;
            } else if (kind != 0 && ESCAPES.indexOf(kind) >= 0) {
                text.append(MEANT.charAt(ESCAPES.indexOf(kind)));
                at += 2;
            } else {
                text.append(next);
                at++;
            }
        }
        origins[text.length()] = written.length();
        return new Unescaped(text.toString(), origins);
    }

    int origin(int position) {
        return origins[position];
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
