-- What ended, in the order of the commits; the full-text index, in a file of its own, reads along. The newest entries
-- stay for a while after they were read, for the case that the index's file loses its last moments.
CREATE TABLE index_queue (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id  INTEGER NOT NULL
);
CREATE TRIGGER exchange_written_ended AFTER INSERT ON exchanges WHEN new.state <> 'in_flight' BEGIN
  INSERT INTO index_queue (id) VALUES (new.id);
END;
CREATE TRIGGER exchange_ended AFTER UPDATE OF state ON exchanges
  WHEN old.state = 'in_flight' AND new.state <> 'in_flight' BEGIN
  INSERT INTO index_queue (id) VALUES (new.id);
END;

-- An index that bears another token belongs to another database.
CREATE TABLE index_identity (token BLOB NOT NULL);
INSERT INTO index_identity VALUES (randomblob(16));

-- Narrow, so that a page far down the list is reached without reading the rows before it.
CREATE INDEX exchanges_by_id ON exchanges (id);
