-- With which key the body is encrypted; null: it is not.
ALTER TABLE request_contents ADD COLUMN key_id TEXT;
ALTER TABLE response_contents ADD COLUMN key_id TEXT;
