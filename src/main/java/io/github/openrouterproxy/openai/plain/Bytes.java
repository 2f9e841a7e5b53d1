package io.github.openrouterproxy.openai.plain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes that can be looked into without a copy; confined to its caller. */
public final class Bytes {
    private static final int FIRST_CAPACITY = 512;

    private byte[] content = new byte[FIRST_CAPACITY];
    private int length;

    public int length() {
        return length;
    }

    public byte at(int index) {
        return content[index];
    }

    public void append(byte[] source, int from, int to) {
        int added = to - from;
        ensure(length + added);
        System.arraycopy(source, from, content, length, added);
        length += added;
    }

    public void append(byte b) {
        ensure(length + 1);
        content[length++] = b;
    }

    public void append(Bytes other, int from) {
        append(other.content, from, other.length);
    }

    public void clear() {
        length = 0;
    }

    /** -1 when there is none. */
    public int indexOf(byte wanted, int from) {
        for (int i = from; i < length; i++) {
            if (content[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    public boolean matches(byte[] wanted, int from, int to) {
        return Arrays.equals(content, from, Math.min(to, length), wanted, 0, wanted.length);
    }

    public boolean startsWith(byte[] wanted) {
        return length >= wanted.length && matches(wanted, 0, wanted.length);
    }

    public String text(int from) {
        return new String(content, from, length - from, StandardCharsets.UTF_8);
    }

    private void ensure(int capacity) {
        if (capacity > content.length) {
            content = Arrays.copyOf(content, Math.max(capacity, content.length * 2));
        }
    }
}
