-- Costs in billionths of a dollar: a short text costs less than a millionth to embed. Figures are made anew from them.
ALTER TABLE exchanges RENAME COLUMN cost_micros TO cost_nanos;
ALTER TABLE exchanges RENAME COLUMN prompt_cost_micros TO prompt_cost_nanos;
ALTER TABLE exchanges RENAME COLUMN completion_cost_micros TO completion_cost_nanos;
ALTER TABLE exchanges RENAME COLUMN upstream_cost_micros TO upstream_cost_nanos;
UPDATE exchanges
   SET cost_nanos = cost_nanos * 1000,
       prompt_cost_nanos = prompt_cost_nanos * 1000,
       completion_cost_nanos = completion_cost_nanos * 1000,
       upstream_cost_nanos = upstream_cost_nanos * 1000
 WHERE coalesce(cost_nanos, prompt_cost_nanos, completion_cost_nanos, upstream_cost_nanos) IS NOT NULL;
DELETE FROM rollups;
DELETE FROM rollup_series;
UPDATE rollup_state SET unbuilt_before = 9223372036854775807 WHERE EXISTS (SELECT 1 FROM exchanges);
