-- Figures beside the exchanges, kept in the transactions that change these. They can be made anew at any time.
-- What they are kept apart by, each combination once; null as in exchanges.
CREATE TABLE rollup_series (
  series           INTEGER PRIMARY KEY,
  user_fingerprint TEXT,
  user_mask        TEXT,
  model            TEXT,
  status           INTEGER,
  failed           INTEGER NOT NULL
);
CREATE INDEX rollup_series_by_what ON rollup_series (user_fingerprint, model, status, failed);

-- width is 60, 3600 or 86400 seconds, start in seconds since 1970 in UTC. figures: zigzag varints, 25 sums in the order
-- of the program's list, then two histograms (buckets used; per bucket the distance from the one before, and its count).
CREATE TABLE rollups (
  width   INTEGER NOT NULL,
  start   INTEGER NOT NULL,
  series  INTEGER NOT NULL,
  figures BLOB NOT NULL,
  PRIMARY KEY (width, start, series)
) WITHOUT ROWID;

-- Ids below unbuilt_before are not in the rollups yet: they are taken in newest first, while nothing is to be written.
-- 9223372036854775807 asks to begin again. Hours and days hold what began before folded_to, minutes everything.
CREATE TABLE rollup_state (unbuilt_before INTEGER NOT NULL, folded_to INTEGER NOT NULL);
INSERT INTO rollup_state
SELECT coalesce(max(id) + 1, 0),
       coalesce((SELECT received_us / 60000000 * 60 + 60 FROM exchanges ORDER BY id DESC LIMIT 1), 0)
  FROM exchanges;
