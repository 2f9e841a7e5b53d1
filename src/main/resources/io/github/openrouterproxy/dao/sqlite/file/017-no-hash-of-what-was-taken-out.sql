-- A hash of the whole tells a short secret, which rules took out of it, to whoever tries them all.
UPDATE request_contents SET sha256 = NULL WHERE id IN (
  SELECT id FROM exchanges
   WHERE redacted IS NOT NULL AND instr(',' || redacted || ',', ',request_body,') > 0 AND request_truncated = 0);
UPDATE response_contents SET sha256 = NULL WHERE id IN (
  SELECT id FROM exchanges
   WHERE redacted IS NOT NULL AND instr(',' || redacted || ',', ',response_body,') > 0 AND response_truncated = 0);
