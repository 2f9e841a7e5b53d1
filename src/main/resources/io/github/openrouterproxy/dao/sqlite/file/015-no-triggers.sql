-- Who writes exchanges counts and queues them himself, once a batch; a trigger did so for each row, and had SQLite keep
-- a journal of each statement.
DROP TRIGGER exchange_added;
DROP TRIGGER exchange_removed;
DROP TRIGGER exchange_written_ended;
DROP TRIGGER exchange_ended;
