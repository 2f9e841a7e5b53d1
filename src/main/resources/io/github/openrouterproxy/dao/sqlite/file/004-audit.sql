-- Who did what at the monitor.
CREATE TABLE audit (
  id      INTEGER PRIMARY KEY,
  at_ms   INTEGER NOT NULL,
  action  TEXT NOT NULL,
  who     TEXT NOT NULL,
  address TEXT NOT NULL,
  detail  TEXT
);
