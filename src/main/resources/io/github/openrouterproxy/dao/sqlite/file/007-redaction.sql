-- Parts from which something was taken before they were stored, separated by commas; null is none.
ALTER TABLE exchanges ADD COLUMN redacted TEXT;
