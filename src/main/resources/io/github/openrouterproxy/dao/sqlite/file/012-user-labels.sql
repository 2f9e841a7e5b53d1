-- What an administrator calls the holder of a key.
CREATE TABLE user_labels (
  user_fingerprint TEXT PRIMARY KEY,
  label            TEXT NOT NULL
) WITHOUT ROWID;
