package io.github.openrouterproxy.openai.plain;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What does its work where many bytes are read; a single one goes the same way. */
abstract class ReadsInBlocks extends FilterInputStream {
    ReadsInBlocks(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;
}
