package io.github.openrouterproxy.openai.plain;

/**
 * JSON with the escapes of its strings undone, and everything else as it stands, so that it can be searched by what it
 * says; other text as it is. Long runs of base64, which say nothing to anyone, are cut. Any thread.
 */
public final class PlainJson {
    private static final int LONGEST_RUN = 2048;
    private static final int KEPT_OF_RUN = 64;
    private static final int HEX_DIGITS = 4;
    private static final int RADIX = 16;

    private final String source;
    private final StringBuilder text;
    private final boolean json;
    private int runStart;

    private PlainJson(String source) {
        this.source = source;
        this.text = new StringBuilder(source.length());
        this.json = looksLikeJson(source);
    }

    public static String text(String source) {
        if (source.length() <= LONGEST_RUN && source.indexOf('\\') < 0) {
            return source;
        }
        return new PlainJson(source).read();
    }

    private String read() {
        int i = 0;
        while (i < source.length()) {
            char c = source.charAt(i);
            if (isOfBase64(c)) {
                text.append(c);
                i++;
            } else if (c == '\\' && json) {
                i = escape(i);
            } else {
                endRun();
                text.append(c);
                runStart = text.length();
                i++;
            }
        }
        endRun();
        return text.toString();
    }

    /** @return where to go on; an escape that is none stays as it is */
    private int escape(int at) {
        char kind = at + 1 < source.length() ? source.charAt(at + 1) : ' ';
        if (kind == '/') {
            text.append('/');
            return at + 2;
        }
        endRun();
        int next = at + 2;
        switch (kind) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case '"', '\\' -> text.append(kind);
            case 'u' -> next = unicode(at);
            default -> {
                text.append('\\');
                next = at + 1;
            }
        }
        runStart = text.length();
        return next;
    }

    private int unicode(int at) {
        int end = at + 2 + HEX_DIGITS;
        int value = end <= source.length() ? 0 : -1;
        for (int i = at + 2; i < end && value >= 0; i++) {
            int digit = Character.digit(source.charAt(i), RADIX);
            value = digit < 0 ? -1 : value * RADIX + digit;
        }
        if (value < 0) {
            text.append('\\');
            return at + 1;
        }
        text.append((char) value);
        return end;
    }

    private void endRun() {
        if (text.length() - runStart > LONGEST_RUN) {
            text.setLength(runStart + KEPT_OF_RUN);
        }
        runStart = text.length();
    }

    private static boolean isOfBase64(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '='
                || c == '-'
                || c == '_';
    }

    private static boolean looksLikeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && c != '\uFEFF') {
                return c == '{' || c == '[' || c == '"';
            }
        }
        return false;
    }
}
