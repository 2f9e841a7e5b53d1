package io.github.openrouterproxy.openai.plain;

import java.io.IOException;
import java.io.InputStream;

/** Lets nothing but {@link IOException} out of a decoder that was not written for hostile input. */
public final class Guarded extends ReadsInBlocks {
    public Guarded(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new IOException("broken content", e);
        }
    }
}
