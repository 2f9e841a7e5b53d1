package io.github.openrouterproxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads who may look at the monitor. Confined to one thread. */
final class AccessReader {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern HOST = Pattern.compile("\\*|[A-Za-z0-9._-]{1,253}");

    private AccessReader() {}

    static AccessSettings read(SettingValues values) {
        Secret classic = values.secret("SUPER_ADMIN_APIKEY");
        return new AccessSettings(
                Stream.concat(Stream.ofNullable(classic), values.secrets("ADMIN_APIKEYS").stream())
                        .toList(),
                values.secrets("AUDITOR_APIKEYS"),
                values.duration("SESSION_IDLE_TIMEOUT", "8h", Duration.ofMinutes(1), Duration.ofDays(30)),
                values.duration("SESSION_MAX_AGE", "24h", Duration.ofMinutes(1), Duration.ofDays(365)),
                values.list(
                        "ALLOWED_HOSTS",
                        "host names without port, separated by commas, or *",
                        text -> matching(HOST, text.toLowerCase(Locale.ROOT))),
                vouching(values),
                values.duration("MAX_AUDIT_AGE", "365d", Duration.ofDays(1), Duration.ofDays(36_500)));
    }

    private static VouchingSettings vouching(SettingValues values) {
        List<String> headers = values.list("LOGIN_HEADER", "the name of a header", text -> matching(HEADER, text));
        @Nullable String header = headers.isEmpty() ? null : headers.get(0);
        List<AddressRange> proxies = values.list(
                "LOGIN_HEADER_FROM",
                "addresses or networks such as 10.0.0.5 or 10.1.0.0/16, separated by commas",
                AddressRange::new);
        if ((header == null) != proxies.isEmpty()) {
            values.mistake(
                    "LOGIN_HEADER and LOGIN_HEADER_FROM must be set together: the header, and whose is believed");
        }
        return new VouchingSettings(
                values.flag("LOGIN_CONTAINER", false),
                header,
                proxies,
                values.list("LOGIN_ADMINS", "names separated by commas", text -> text),
                values.list("LOGIN_AUDITORS", "names separated by commas", text -> text));
    }

    private static String matching(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("not of that form");
        }
        return text;
    }
}
