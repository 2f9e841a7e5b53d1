package io.github.openrouterproxy.exchange;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try to reach the upstream.
 *
 * @param number from 1
 * @param start since the call was received
 * @param status the upstream's status, null when no head came
 * @param failure why no head came, null when one did
 * @param pause how long was waited before this attempt
 */
public record Attempt(
        int number,
        Duration start,
        @Nullable Integer status,
        @Nullable String failure,
        Duration pause) {}
