package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.IndexDao;
import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.labels.LabelDao;
import io.github.openrouterproxy.dao.recording.IndexWatch;
import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.dao.sqlite.audit.SqliteAuditDao;
import io.github.openrouterproxy.dao.sqlite.file.Closing;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import io.github.openrouterproxy.dao.sqlite.rollup.SqliteStatsDao;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal;
import io.github.openrouterproxy.dao.sqlite.search.IndexDamage;
import io.github.openrouterproxy.dao.sqlite.search.IndexRoom;
import io.github.openrouterproxy.dao.sqlite.search.SqliteIndexDao;
import io.github.openrouterproxy.dao.sqlite.search.SqliteIndexWatch;
import io.github.openrouterproxy.dao.sqlite.table.ReadPool;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The open database of one context. Opened and closed by whoever wires the context; its
 * DAOs say themselves which threads may use them, and none may once it is closed.
 *
 * <p>Other SQLite tools can read the file through its view {@code requests}. There {@code id} is the id's 16
 * hexadecimal digits, {@code timestamp} ISO 8601 in UTC with milliseconds; {@code headers} and
 * {@code response_headers} are JSON arrays of {@code ["name","value"]} pairs in the order of the wire; {@code body} and
 * {@code response_body} are text when they are valid UTF-8 without NUL, else the bytes, and null when empty;
 * {@code duration_ms} may have a fraction; and what is not known is null.
 */
public final class SqliteDatabase implements AutoCloseable {
    private final Closing open = new Closing();
    private final @Nullable ExchangeWriteDao writer;
    private final @Nullable CheckpointDao checkpoints;
    private final @Nullable IndexDao index;
    private final ExchangeReadDao exchanges;
    private final StatsDao stats;
    private final UserDao users;
    private final AuditDao audit;
    private final LabelDao labels;
    private final RecordingBoard board;
    private final IndexWatch indexWatch;

    private SqliteDatabase(DatabaseFile file, SearchText searchText, boolean recording, BodySeal seal)
            throws SQLException {
        open.add(file);
        try {
            ReadPool pool = opened(new ReadPool(file));
            IndexDamage damage = new IndexDamage(file);
            IndexRoom room = IndexRoom.of(file.folder());
            exchanges = new SqliteExchangeReadDao(
                    pool, opened(new ChangeCounter(file.reading())), searchText, damage, seal);
            stats = new SqliteStatsDao(pool, searchText, damage);
            users = new SqliteUserDao(pool);
            board = file.board();
            indexWatch = new SqliteIndexWatch(pool, damage, room);
            labels = opened(new SqliteLabelDao(file.noting()));
            audit = opened(new SqliteAuditDao(file.noting(), pool));
            AtomicLong indexedUpTo = new AtomicLong();
            writer = recording ? opened(writer(file, indexedUpTo, seal)) : null;
            index = recording ? opened(new SqliteIndexDao(file, searchText, indexedUpTo, damage, room)) : null;
            checkpoints = recording ? opened(new SqliteCheckpointDao(file.writing(), file.pause())) : null;
        } catch (SQLException | RuntimeException e) {
            open.closeAfter(e);
            throw e;
        }
    }

    private static SqliteExchangeWriteDao writer(DatabaseFile file, AtomicLong indexedUpTo, BodySeal seal)
            throws SQLException {
        return new SqliteExchangeWriteDao(file, file.writing(), indexedUpTo, seal);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    /**
     * Opens the file, creates it or brings it up to date as needed.
     *
     * @param shared a data source of the container's own SQLite driver, which is then the one that is used; null to use
     *     the application's. Its settings do not matter.
     * @param searchText what of an exchange can be searched
     * @param recording whether this context writes; one at a time may
     * @throws DatabaseException whose message is one sentence that says what to do; a file of somebody else's, of a
     *     newer version or damaged is left as it is
     */
    public static SqliteDatabase open(
            StoreSettings settings, @Nullable DataSource shared, SearchText searchText, boolean recording) {
        try {
            BodySeal seal = new BodySeal(
                    settings.encryptionKeys().stream().map(Secret::value).toList());
            return new SqliteDatabase(
                    DatabaseFile.open(settings.database(), shared, recording), searchText, recording, seal);
        } catch (SQLException e) {
            throw SqlFailure.opening(settings.database(), e);
        }
    }

    /** @throws IllegalStateException when this context does not record */
    public ExchangeWriteDao writer() {
        return ofRecording(writer);
    }

    /** @throws IllegalStateException when this context does not record */
    public CheckpointDao checkpoints() {
        return ofRecording(checkpoints);
    }

    /** @throws IllegalStateException when this context does not record */
    public IndexDao index() {
        return ofRecording(index);
    }

    public ExchangeReadDao exchanges() {
        return exchanges;
    }

    public StatsDao stats() {
        return stats;
    }

    public UserDao users() {
        return users;
    }

    /** Written by whichever context shows the monitor, recording or not. */
    public LabelDao labels() {
        return labels;
    }

    /** Written by whichever context shows the monitor, recording or not. */
    public AuditDao audit() {
        return audit;
    }

    /** Written by the context that records, read by those that show it. */
    public RecordingBoard board() {
        return board;
    }

    public IndexWatch indexWatch() {
        return indexWatch;
    }

    /** Idempotent. The writer and the checkpointer must have come to rest. */
    @Override
    public void close() {
        open.close();
    }

    private static <T> T ofRecording(@Nullable T dao) {
        if (dao == null) {
            throw new IllegalStateException("this context does not record");
        }
        return dao;
    }
}
