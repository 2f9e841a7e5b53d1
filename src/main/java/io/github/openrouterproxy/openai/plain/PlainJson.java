package io.github.openrouterproxy.openai.plain;

import java.util.ArrayList;
import java.util.List;

/**
 * JSON with the escapes of its strings undone, and everything else as it stands, so that it can be searched by what it
 * says; other text as it is. Long runs of base64, which say nothing to anyone, are cut. Any thread.
 */
public final class PlainJson {
    private static final int LONGEST_RUN = 2048;
    private static final int KEPT_OF_RUN = 64;
    private static final String BASE64_MARK = ";base64,";
    private static final String ESCAPED_ESCAPE = "\\\\";
    private static final String ESCAPED_LETTER = ESCAPED_ESCAPE + "u";
    /** Of what looks random, there is one capital, and one small letter, among so many characters at least. */
    private static final int RARE_LETTERS = 16;

    private static final int RARE_DIGITS = 64;
    private static final int HEX_DIGITS = 4;
    private static final int RADIX = 16;

    private final String source;
    private final StringBuilder text;
    private final boolean json;
    private int runStart;

    private PlainJson(String source, boolean json) {
        this.source = source;
        this.text = new StringBuilder(source.length());
        this.json = json;
    }

    /** A body's text, and beside it that of the JSON which its strings hold, if that has escapes of its own. */
    public static List<String> texts(String source) {
        List<String> texts = new ArrayList<>();
        addTexts(texts, source, looksLikeJson(source));
        return texts;
    }

    /** The texts of a string whose own escapes are undone already. */
    static List<String> said(String text) {
        List<String> texts = new ArrayList<>();
        texts.add(read(text, false));
        if (text.indexOf('\\') >= 0 && looksLikeJson(text)) {
            addTexts(texts, text, true);
        }
        return texts;
    }

    private static void addTexts(List<String> texts, String source, boolean json) {
        texts.add(read(source, json));
        if (json && source.contains(ESCAPED_ESCAPE)) {
            addInner(texts, source);
        }
    }

    /** Each level has half of the backslashes of the one around it, so that there are not many. */
    private static void addInner(List<String> texts, String source) {
        int start = source.indexOf('"');
        int escaped = -1;
        while (start >= 0) {
            int end = start + 1;
            while (end < source.length() && source.charAt(end) != '"') {
                end += source.charAt(end) == '\\' ? 2 : 1;
            }
            int stop = Math.min(end, source.length());
            if (escaped < start) {
                escaped = source.indexOf(ESCAPED_ESCAPE, start);
            }
            if (escaped < 0) {
                return;
            }
            if (escaped < stop) {
                String string = source.substring(start + 1, stop);
                String inner = read(string, true);
                if (looksLikeJson(inner) || string.contains(ESCAPED_LETTER)) {
                    addTexts(texts, inner, true);
                }
            }
            start = end + 1 < source.length() ? source.indexOf('"', end + 1) : -1;
        }
    }

    private static String read(String source, boolean json) {
        if (source.length() <= LONGEST_RUN && (!json || source.indexOf('\\') < 0)) {
            return source;
        }
        return new PlainJson(source, json).read();
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
        if (text.length() - runStart > LONGEST_RUN && saysNothing()) {
            text.setLength(runStart + KEPT_OF_RUN);
        }
        runStart = text.length();
    }

    /** Numbers, lists of genes and lines of dashes have no such mixture. */
    private boolean saysNothing() {
        int mark = runStart - BASE64_MARK.length();
        if (mark >= 0 && text.indexOf(BASE64_MARK, mark) == mark) {
            return true;
        }
        int capitals = 0;
        int small = 0;
        int digits = 0;
        for (int i = runStart; i < text.length(); i++) {
            char c = text.charAt(i);
            capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
            small += c >= 'a' && c <= 'z' ? 1 : 0;
            digits += c >= '0' && c <= '9' ? 1 : 0;
        }
        int length = text.length() - runStart;
        return (long) capitals * RARE_LETTERS >= length
                && (long) small * RARE_LETTERS >= length
                && (long) digits * RARE_DIGITS >= length;
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
