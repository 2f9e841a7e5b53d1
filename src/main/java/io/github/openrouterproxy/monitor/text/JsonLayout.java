package io.github.openrouterproxy.monitor.text;

import org.jspecify.annotations.Nullable;

/**
 * Lays JSON out over lines without interpreting it: names, order, duplicates and the digits of numbers stay as they
 * were sent; only the space between tokens changes, and escapes of printable characters become those characters.
 * A text that breaks off is laid out as far as it goes. Confined to one thread.
 */
public final class JsonLayout {
    private static final int LARGEST_INPUT = 4 << 20;
    private static final int LARGEST_GROWTH = 4;
    private static final int ENOUGH_OUTPUT = 1 << 18;
    private static final int DEEPEST_INDENT = 32;

    private final String json;
    private final StringBuilder out;
    private final int largestOutput;
    private int at;
    private int depth;

    private JsonLayout(String json) {
        this.json = json;
        this.largestOutput = Math.max(ENOUGH_OUTPUT, LARGEST_GROWTH * json.length());
        this.out = new StringBuilder(json.length() + json.length() / 2);
    }

    /** The laid out text; null when it is no JSON, or too large to be worth it. */
    public static @Nullable String of(String text) {
        int first = skipSpace(text, 0);
        boolean structured = first < text.length() && (text.charAt(first) == '{' || text.charAt(first) == '[');
        if (!structured || text.length() > LARGEST_INPUT) {
            return null;
        }
        JsonLayout layout = new JsonLayout(text);
        return layout.run() ? layout.out.toString() : null;
    }

    private boolean run() {
        while (at < json.length()) {
            char c = json.charAt(at);
            if (!token(c) || out.length() > largestOutput) {
                return false;
            }
        }
        return true;
    }

    /** Copies what begins here; false when no JSON can go on like this. */
    private boolean token(char c) {
        switch (c) {
            case '"' -> string();
            case '{', '[' -> open(c);
            case '}', ']' -> {
                depth = Math.max(0, depth - 1);
                newLine();
                copy();
            }
            case ',' -> {
                copy();
                newLine();
            }
            case ':' -> {
                copy();
                out.append(' ');
            }
            case ' ', '\t', '\r', '\n' -> at++;
            default -> {
                if (!isScalar(c)) {
                    return false;
                }
                copy();
            }
        }
        return true;
    }

    private void open(char c) {
        copy();
        int next = skipSpace(json, at);
        if (next < json.length() && json.charAt(next) == (c == '{' ? '}' : ']')) {
            at = next;
            copy();
            return;
        }
        int end = endOfNumbers(next);
        if (c == '[' && end >= 0) {
            numbers(next, end);
            return;
        }
        depth++;
        newLine();
    }

    /** A vector of 1,536 numbers is one wrapped line, not 1,536. */
    private void numbers(int from, int end) {
        for (at = from; at < end; at++) {
            char c = json.charAt(at);
            if (!isSpace(c)) {
                out.append(c);
            }
            if (c == ',') {
                out.append(' ');
            }
        }
        copy();
    }

    private int endOfNumbers(int from) {
        for (int i = from; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == ']') {
                return i;
            }
            if (c != ',' && !isSpace(c) && !isNumber(c)) {
                return -1;
            }
        }
        return -1;
    }

    private void string() {
        copy();
        while (at < json.length()) {
            char c = json.charAt(at);
            if (c == '\\') {
                escape();
                continue;
            }
            copy();
            if (c == '"') {
                return;
            }
        }
    }

    private void escape() {
        int point = escapedAt(at);
        int length = 6;
        if (point >= 0 && Character.isHighSurrogate((char) point)) {
            int low = escapedAt(at + length);
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                point = Character.toCodePoint((char) point, (char) low);
                length = 12;
            }
        }
        if (point >= 0x80 && isPrintable(point)) {
            out.appendCodePoint(point);
            at += length;
            return;
        }
        copy();
        if (at < json.length()) {
            copy();
        }
    }

    /** The UTF-16 unit that an escape at {@code i} stands for, -1 when there is none. */
    private int escapedAt(int i) {
        if (i + 6 > json.length() || json.charAt(i) != '\\' || json.charAt(i + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int digit = i + 2; digit < i + 6; digit++) {
            int value = Character.digit(json.charAt(digit), 16);
            if (value < 0) {
                return -1;
            }
            unit = unit << 4 | value;
        }
        return unit;
    }

    // Direction marks and the like could make a text read as something that it is not.
    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    private void newLine() {
        out.append('\n').append("  ".repeat(Math.min(depth, DEEPEST_INDENT)));
    }

    private void copy() {
        out.append(json.charAt(at++));
    }

    private static boolean isScalar(char c) {
        return isNumber(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isNumber(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static int skipSpace(String text, int from) {
        int i = from;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
