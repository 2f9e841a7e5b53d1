package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Writing; the recorder's writer thread only. */
public interface ExchangeWriteDao {
    /**
     * Writes all of them in one transaction, all or none; an exchange already there by its id is brought up to date.
     * What one tells of an answer that was made late is added to the newest that asked for it, the first time.
     * When this returns, they survive the end of the process.
     *
     * @return what was added so
     */
    List<TokenUsage> write(List<Exchange> batch);

    /** Tells readers how long the first of the calls that wait has waited: they are to leave it the core it needs. */
    void callsWait(Duration first);

    /** None does any more, or not for a core. */
    void noCallWaits();

    /**
     * Does what {@link #write} does and takes it back: nothing of it stays, and nobody else sees any. Where somebody
     * else writes it fails at once.
     */
    void rehearse(List<Exchange> batch);

    /**
     * Marks what was in flight when the last process died as interrupted.
     * @return how many
     */
    int markInterrupted();

    /**
     * Adds the cost of calls that ended, and the tokens that it is for, which may be more than were counted until then;
     * one that is not there, or whose cost is known, stays as it is. The figures follow.
     *
     * @return what was added
     */
    List<TokenUsage> complete(List<LookedUp> answers);

    /** The largest id in use, 0 when there is none. */
    long newestId();

    /** How many have ended. */
    long countEnded();

    /**
     * How many of the oldest that are not in flight have bodies of no more than so many bytes together: at least 1, at
     * most {@code limit}, and that, too, when there are not so many.
     */
    int oldestWithin(long bytes, int limit);

    /**
     * Removes up to {@code limit} of the oldest exchanges that are not in flight.
     * @return how many
     */
    int deleteOldest(int limit);

    /**
     * Removes up to {@code limit} of the oldest exchanges that come before {@code oldestKept} and are not in flight.
     * @return how many
     */
    int deleteOlderThan(ExchangeId oldestKept, int limit);

    /**
     * Takes up to {@code most} exchanges into the figures that are not in them yet, as those of an older version's file
     * are. Whatever is written is in them from then on. When all are, it looks at as much for what the figures keep of
     * names that no exchange has any more, once many are gone.
     *
     * @return whether there may be more
     */
    boolean takeIntoFigures(int most);

    /**
     * Takes some of the hashes away that older versions kept of bodies which rules had changed.
     *
     * @return about how many bytes it wrote; empty when none are left
     */
    OptionalLong removeOldHashes();

    /**
     * Makes the file smaller when a good part of it is free, by a few megabytes at most.
     * @return how many bytes shorter it is
     */
    long giveBackSpace();

    /** Bytes of the file, and of the index beside it, that hold something; the rest is free for what comes. */
    long usedBytes();
}
