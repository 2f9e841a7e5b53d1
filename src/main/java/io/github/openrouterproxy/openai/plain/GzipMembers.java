package io.github.openrouterproxy.openai.plain;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Undoes gzip (RFC 1952), as many members as there are; what is no member behind the last is left alone. The JDK's
 * reader calls itself for each member without content, so that a few thousand of them overflow the stack. Confined to
 * its caller.
 */
public final class GzipMembers extends ReadsInBlocks {
    private static final int BUFFER = 8192;
    private static final int MAGIC_1 = 0x1F;
    private static final int MAGIC_2 = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    /** Time, compression, and system. */
    private static final int PASSED_OVER = 6;

    private static final int INT_BYTES = 4;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    /** Of the buffer; what stands before the position has been read. */
    private int filled;

    private int position;
    private boolean ended;

    /** @throws IOException when it does not begin with a member */
    public GzipMembers(InputStream in) throws IOException {
        super(in);
        try {
            if (!enterMember()) {
                throw new ZipException("no gzip");
            }
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int read = inflate(target, offset, length);
            if (read > 0) {
                check.update(target, offset, read);
                return read;
            }
            if (inflater.finished()) {
                tail();
                ended = !entersNext();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("a dictionary in gzip");
            } else if (position == filled && !fill()) {
                throw new EOFException("gzip without its end");
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        super.close();
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        inflater.setInput(buffer, position, filled - position);
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        } finally {
            position = filled - inflater.getRemaining();
        }
    }

    private void tail() throws IOException {
        long expected = check.getValue();
        if (little(INT_BYTES) != expected || little(INT_BYTES) != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw new ZipException("gzip with a wrong check");
        }
    }

    private boolean entersNext() {
        try {
            return enterMember();
        } catch (IOException e) {
            // padding, or whatever else stands behind what is whole
            return false;
        }
    }

    /** @return false when there is nothing at all */
    private boolean enterMember() throws IOException {
        if (position == filled && !fill()) {
            return false;
        }
        check.reset();
        inflater.reset();
        if (next() != MAGIC_1 || next() != MAGIC_2 || next() != DEFLATE) {
            throw new ZipException("no gzip");
        }
        int flags = next();
        skip(PASSED_OVER);
        if ((flags & EXTRA) != 0) {
            skip((int) little(2));
        }
        skipText(flags & NAME);
        skipText(flags & COMMENT);
        if ((flags & HEADER_CHECK) != 0) {
            long expected = check.getValue() & 0xFFFF;
            if (little(2) != expected) {
                throw new ZipException("gzip with a wrong head");
            }
        }
        check.reset();
        return true;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText(int present) throws IOException {
        if (present != 0) {
            while (next() != 0) {
                // up to its end
            }
        }
    }

    private long little(int count) throws IOException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (long) next() << (Byte.SIZE * i);
        }
        return value;
    }

    private int next() throws IOException {
        if (position == filled && !fill()) {
            throw new EOFException("gzip without its end");
        }
        int b = buffer[position++] & 0xFF;
        check.update(b);
        return b;
    }

    private boolean fill() throws IOException {
        position = 0;
        filled = Math.max(0, in.read(buffer, 0, BUFFER));
        return filled > 0;
    }
}
