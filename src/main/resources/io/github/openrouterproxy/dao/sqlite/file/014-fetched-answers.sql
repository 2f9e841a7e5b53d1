-- What a stored answer that is fetched again tells of its use belongs to the call that made it. Figures that have it
-- twice are made anew.
UPDATE exchanges
   SET prompt_tokens = NULL, completion_tokens = NULL, total_tokens = NULL, cached_tokens = NULL,
       cache_write_tokens = NULL, reasoning_tokens = NULL, prompt_audio_tokens = NULL, completion_audio_tokens = NULL,
       prompt_image_tokens = NULL, completion_image_tokens = NULL, cost_nanos = NULL, cost_source = NULL,
       prompt_cost_nanos = NULL, completion_cost_nanos = NULL, upstream_cost_nanos = NULL
 WHERE method <> 'POST' AND coalesce(prompt_tokens, completion_tokens, total_tokens, cost_nanos) IS NOT NULL;
UPDATE rollup_state SET unbuilt_before = 9223372036854775807 WHERE changes() > 0;
