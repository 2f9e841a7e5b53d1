-- Times are microseconds: received_us since 1970, all others since the call was received. Null is unknown.
CREATE TABLE exchanges (
  id                 INTEGER PRIMARY KEY,
  state              TEXT NOT NULL CHECK (state IN ('in_flight', 'finished', 'interrupted')),
  received_us        INTEGER NOT NULL,
  method             TEXT NOT NULL,
  url                TEXT NOT NULL,
  path               TEXT NOT NULL,
  authorization      TEXT,
  user_fingerprint   TEXT,
  user_mask          TEXT,
  status             INTEGER,
  error              TEXT,
  failed             INTEGER NOT NULL GENERATED ALWAYS AS
                       (error IS NOT NULL OR state = 'interrupted' OR coalesce(status, 0) >= 400) VIRTUAL,
  model              TEXT,
  provider           TEXT,
  stream             INTEGER NOT NULL,
  finish_reason      TEXT,
  sent_us            INTEGER,
  head_us            INTEGER,
  first_piece_us     INTEGER,
  first_token_us     INTEGER,
  last_piece_us      INTEGER,
  finished_us        INTEGER,
  prompt_tokens      INTEGER,
  completion_tokens  INTEGER,
  total_tokens       INTEGER,
  cached_tokens      INTEGER,
  reasoning_tokens   INTEGER,
  cost_micros        INTEGER,
  attempts           INTEGER NOT NULL,
  request_bytes      INTEGER NOT NULL,
  request_truncated  INTEGER NOT NULL,
  response_bytes     INTEGER NOT NULL,
  response_truncated INTEGER NOT NULL
);

-- The rowid at the end of every index entry makes "newest first" of one user a plain walk.
CREATE INDEX exchanges_by_user ON exchanges (user_fingerprint);
CREATE INDEX exchanges_in_flight ON exchanges (state) WHERE state = 'in_flight';

-- Bodies are TEXT when they are valid UTF-8 without NUL, else BLOB; null when empty.
CREATE TABLE request_contents (
  id      INTEGER PRIMARY KEY,
  headers TEXT NOT NULL,
  body    ANY,
  sha256  TEXT
);

-- pieces: per piece two LEB128 numbers, microseconds since the previous piece and bytes.
CREATE TABLE response_contents (
  id          INTEGER PRIMARY KEY,
  headers     TEXT,
  body        ANY,
  sha256      TEXT,
  piece_count INTEGER NOT NULL,
  pieces      BLOB,
  attempts    TEXT NOT NULL
);

-- How many rows there are, so that nobody has to count them.
CREATE TABLE totals (exchanges INTEGER NOT NULL);
INSERT INTO totals VALUES (0);
CREATE TRIGGER exchange_added AFTER INSERT ON exchanges BEGIN
  UPDATE totals SET exchanges = exchanges + 1;
END;
CREATE TRIGGER exchange_removed AFTER DELETE ON exchanges BEGIN
  UPDATE totals SET exchanges = exchanges - 1;
END;

CREATE VIEW requests AS
SELECT printf('%016x', e.id) AS id,
       strftime('%Y-%m-%dT%H:%M:%S', e.received_us / 1000000, 'unixepoch')
         || printf('.%03dZ', e.received_us / 1000 % 1000) AS timestamp,
       e.method AS method,
       e.url AS url,
       q.headers AS headers,
       q.body AS body,
       e.authorization AS authorization_bearer,
       e.status AS response_status,
       r.headers AS response_headers,
       r.body AS response_body,
       e.finished_us / 1000.0 AS duration_ms,
       e.error AS error
  FROM exchanges e
  LEFT JOIN request_contents q ON q.id = e.id
  LEFT JOIN response_contents r ON r.id = e.id;
