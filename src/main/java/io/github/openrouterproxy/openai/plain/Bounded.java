package io.github.openrouterproxy.openai.plain;

import java.io.IOException;
import java.io.InputStream;

/** Ends after so many bytes, whatever comes behind them. */
public final class Bounded extends ReadsInBlocks {
    private long left;

    public Bounded(InputStream in, long limit) {
        super(in);
        this.left = limit;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left <= 0) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(left, length));
        left -= Math.max(0, read);
        return read;
    }
}
