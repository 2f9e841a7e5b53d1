-- The full-text index: it can be made anew from the exchanges at any time. Each row of docs is one exchange; max_id is
-- the largest id up to this number, which lets a search walk the numbers downwards and yet come by the ids in order.
CREATE TABLE state (token BLOB, text_version INTEGER, done_seq INTEGER NOT NULL, before_id INTEGER NOT NULL);
INSERT INTO state VALUES (NULL, NULL, 0, 0);
CREATE TABLE docs (docno INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, max_id INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);
