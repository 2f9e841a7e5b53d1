-- grain 0 keeps key, model, status and outcome apart. Hours and days are there twice more, for figures of everybody over
-- long spans: 1 by model alone, 2 by key alone. All of it is made anew from the exchanges, newest first, while nothing
-- is to be written; until then figures say that they are not complete.
DROP TABLE rollups;
DROP TABLE rollup_series;

CREATE TABLE rollup_series (
  series           INTEGER PRIMARY KEY,
  grain            INTEGER NOT NULL,
  user_fingerprint TEXT,
  user_mask        TEXT,
  model            TEXT,
  status           INTEGER,
  failed           INTEGER NOT NULL
);
CREATE INDEX rollup_series_by_what ON rollup_series (grain, user_fingerprint, model, status, failed);

-- figures as before, and behind them a third histogram: in grain 2 the calls by model, each by the number of its series
-- in grain 1; empty elsewhere.
CREATE TABLE rollups (
  grain   INTEGER NOT NULL,
  width   INTEGER NOT NULL,
  start   INTEGER NOT NULL,
  series  INTEGER NOT NULL,
  figures BLOB NOT NULL,
  PRIMARY KEY (grain, width, start, series)
) WITHOUT ROWID;

UPDATE rollup_state SET unbuilt_before = 9223372036854775807 WHERE EXISTS (SELECT 1 FROM exchanges);
