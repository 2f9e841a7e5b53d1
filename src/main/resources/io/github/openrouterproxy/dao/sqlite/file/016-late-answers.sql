-- Calls whose answer is made after their end: what the upstream calls it. Gone when a later call has told what it used.
CREATE TABLE late_answers (
  id     INTEGER PRIMARY KEY,
  answer TEXT NOT NULL
);
CREATE INDEX late_answers_by_answer ON late_answers (answer);
