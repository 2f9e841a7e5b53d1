package io.github.openrouterproxy.openai.plain;

import java.io.IOException;
import java.io.InputStream;

/** Gives so many bytes, and fails when there are more. */
public final class Bounded extends ReadsInBlocks {
    private final long limit;
    private long left;

    public Bounded(InputStream in, long limit) {
        super(in);
        this.limit = limit;
        this.left = limit;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left <= 0 && length > 0) {
            if (in.read(new byte[1], 0, 1) < 0) {
                return -1;
            }
            throw new Exceeded("more than " + limit + " bytes");
        }
        int read = in.read(target, offset, (int) Math.min(left, length));
        left -= Math.max(0, read);
        return read;
    }

    /** There is more than is read; what was given before is whole. */
    public static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1;

        private Exceeded(String message) {
            super(message);
        }
    }
}
