-- What is read out of the bodies beyond the first: null is unknown, never 0.
ALTER TABLE exchanges ADD COLUMN asked_model TEXT;
ALTER TABLE exchanges ADD COLUMN generation_id TEXT;
-- How many tools the answer calls, and their names, each once, as a JSON array.
ALTER TABLE exchanges ADD COLUMN tool_calls INTEGER;
ALTER TABLE exchanges ADD COLUMN tool_names TEXT;
ALTER TABLE exchanges ADD COLUMN cache_write_tokens INTEGER;
ALTER TABLE exchanges ADD COLUMN prompt_audio_tokens INTEGER;
ALTER TABLE exchanges ADD COLUMN completion_audio_tokens INTEGER;
ALTER TABLE exchanges ADD COLUMN prompt_image_tokens INTEGER;
ALTER TABLE exchanges ADD COLUMN completion_image_tokens INTEGER;
-- Where cost_micros is from; null, as in older rows, is the answer itself.
ALTER TABLE exchanges ADD COLUMN cost_source TEXT CHECK (cost_source IN ('reported', 'computed', 'looked_up'));
ALTER TABLE exchanges ADD COLUMN prompt_cost_micros INTEGER;
ALTER TABLE exchanges ADD COLUMN completion_cost_micros INTEGER;
ALTER TABLE exchanges ADD COLUMN upstream_cost_micros INTEGER;
-- When the batch that holds the row went to its commit.
ALTER TABLE exchanges ADD COLUMN committed_us INTEGER;
