package io.github.openrouterproxy.relay.capture;

import io.github.openrouterproxy.exchange.Pieces;

/**
 * Notes when each piece of an answer came and how large it was, as long as there is memory for it; later ones are only
 * counted. Guarded by its call's lock.
 */
public final class PieceCapture {
    private static final int MOST = 512 * 1024;

    private final CaptureBudget budget;
    private final Pieces.Packer packer = new Pieces.Packer();
    private long reserved;
    private long count;
    private boolean full;

    public PieceCapture(CaptureBudget budget) {
        this.budget = budget;
    }

    /** @param size in bytes */
    public void add(long offsetMicros, int size) {
        count++;
        full = full || (!packer.hasRoom() && !grows());
        if (!full) {
            packer.add(offsetMicros, size);
        }
    }

    public Pieces pieces() {
        return packer.pieces(count);
    }

    /** Gives the memory back to the budget; the capture must not be used afterwards. */
    public void release() {
        budget.release(reserved);
        reserved = 0;
        full = true;
    }

    private boolean grows() {
        int capacity = packer.nextCapacity();
        if (capacity > MOST || !budget.reserve(capacity - reserved)) {
            return false;
        }
        reserved = capacity;
        packer.grow(capacity);
        return true;
    }
}
