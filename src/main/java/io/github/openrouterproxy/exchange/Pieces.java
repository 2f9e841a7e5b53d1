package io.github.openrouterproxy.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The pieces a response body came in, a few bytes apiece: the first ones in order, later ones are only counted. A
 * value; any thread.
 */
public final class Pieces implements Iterable<Pieces.Piece> {
    public static final Pieces NONE = new Pieces(new byte[0], 0);

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final byte[] packed;
    private final long count;

    /**
     * @param packed the first pieces as {@link Packer} writes them; not to be changed any more
     * @param count of all pieces
     */
    public Pieces(byte[] packed, long count) {
        this.packed = packed;
        this.count = count;
    }

    public static Pieces of(List<Piece> first, long count) {
        Packer packer = new Packer();
        for (Piece piece : first) {
            if (!packer.hasRoom()) {
                packer.grow(packer.nextCapacity());
            }
            packer.add(piece.offsetMicros(), piece.size());
        }
        return packer.pieces(count);
    }

    /**
     * @param offsetMicros since the call was received
     * @param size in bytes
     */
    public record Piece(long offsetMicros, int size) {}

    /** Per piece the microseconds since the piece before it and its size, each as an unsigned LEB128 number. */
    public byte[] packed() {
        return packed;
    }

    public long count() {
        return count;
    }

    public List<Piece> first() {
        List<Piece> first = new ArrayList<>();
        forEach(first::add);
        return first;
    }

    public Pieces onlyCounted() {
        return new Pieces(NONE.packed, count);
    }

    @Override
    public Iterator<Piece> iterator() {
        return new Unpacking(packed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pieces that && count == that.count && Arrays.equals(packed, that.packed);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(packed) + Long.hashCode(count);
    }

    @Override
    public String toString() {
        return count + " pieces, of them " + first();
    }

    /** Writes pieces one behind the other. Confined to its caller, who decides how much memory it takes. */
    public static final class Packer {
        /** Two LEB128 numbers, of 64 and of 31 bits. */
        private static final int LARGEST = 15;

        private static final int FIRST_CAPACITY = 32;

        private byte[] bytes = NONE.packed;
        private int size;
        private long previous;

        public boolean hasRoom() {
            return bytes.length - size >= LARGEST;
        }

        /** What to grow to, in bytes. */
        public int nextCapacity() {
            return Math.max(FIRST_CAPACITY, 2 * bytes.length);
        }

        public void grow(int capacity) {
            bytes = Arrays.copyOf(bytes, capacity);
        }

        /** Only while it {@link #hasRoom()}. */
        public void add(long offsetMicros, int pieceSize) {
            // A piece is never before the one before it, whatever a clock may have said.
            long offset = Math.max(previous, offsetMicros);
            write(offset - previous);
            write(pieceSize);
            previous = offset;
        }

        public Pieces pieces(long count) {
            return count == 0 ? NONE : new Pieces(Arrays.copyOf(bytes, size), count);
        }

        private void write(long number) {
            long rest = number;
            while (rest >= MORE) {
                bytes[size++] = (byte) (rest % MORE | MORE);
                rest >>>= BITS;
            }
            bytes[size++] = (byte) rest;
        }
    }

    private static final class Unpacking implements Iterator<Piece> {
        private final byte[] packed;
        private int position;
        private long offset;

        Unpacking(byte[] packed) {
            this.packed = packed;
        }

        @Override
        public boolean hasNext() {
            return position < packed.length;
        }

        @Override
        public Piece next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            offset += number();
            return new Piece(offset, (int) number());
        }

        private long number() {
            long number = 0;
            for (int shift = 0; position < packed.length; shift += BITS) {
                byte b = packed[position++];
                number |= (long) (b & (MORE - 1)) << shift;
                if (b >= 0) {
                    break;
                }
            }
            return number;
        }
    }
}
