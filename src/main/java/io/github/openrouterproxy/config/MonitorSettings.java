package io.github.openrouterproxy.config;

import org.jspecify.annotations.Nullable;

/** @param administratorKey null: there is no administrator */
public record MonitorSettings(@Nullable Secret administratorKey, int pageSize) {}
