-- Whether it was somebody who sees everything: what users do must not push that out. Older rows are kept as if it were.
ALTER TABLE audit ADD COLUMN sees_everyone INTEGER NOT NULL DEFAULT 1;
