package io.github.openrouterproxy.dao.sqlite.rollup.counts;

import java.util.Arrays;

/** Whole numbers in as few bytes as they need: zigzag, seven bits a byte, lowest first. Confined to one thread. */
public final class Varints {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int LONGEST = 10;

    private byte[] bytes;
    private int position;

    private Varints(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Varints toWrite() {
        return new Varints(new byte[128]);
    }

    public static Varints of(byte[] bytes) {
        return new Varints(bytes);
    }

    public void write(long number) {
        if (bytes.length - position < LONGEST) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        long rest = (number << 1) ^ (number >> (Long.SIZE - 1));
        while ((rest & -MORE) != 0) {
            bytes[position++] = (byte) ((rest & (MORE - 1)) | MORE);
            rest >>>= BITS;
        }
        bytes[position++] = (byte) rest;
    }

    public byte[] written() {
        return Arrays.copyOf(bytes, position);
    }

    public long read() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            byte next = bytes[position++];
            number |= (long) (next & (MORE - 1)) << shift;
            if (next >= 0) {
                break;
            }
        }
        return (number >>> 1) ^ -(number & 1);
    }
}
