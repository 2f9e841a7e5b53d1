package io.github.openrouterproxy.openai.plain;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lets nothing but {@link IOException} out of a decoder that was not written for hostile input. */
public final class Guarded extends FilterInputStream {
    public Guarded(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (RuntimeException | LinkageError e) {
            throw new IOException("broken content", e);
        }
    }
}
