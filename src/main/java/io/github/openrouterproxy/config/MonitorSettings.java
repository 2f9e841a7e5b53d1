package io.github.openrouterproxy.config;

/** @param pageSize rows on a page */
public record MonitorSettings(AccessSettings access, int pageSize) {}
