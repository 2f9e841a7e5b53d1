package io.github.openrouterproxy.recorder.redaction.keys;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which headers and parameters hold credentials. Any thread. */
public final class CredentialNames {
    private static final Set<String> COOKIES = Set.of("cookie", "cookie2", "set-cookie", "set-cookie2");
    private static final Set<String> ADDRESSES = Set.of(
            "referer",
            "http-referer",
            "location",
            "content-location",
            "link",
            "refresh",
            "x-original-uri",
            "x-original-url",
            "x-forwarded-uri",
            "x-rewrite-url");
    private static final Set<String> HEADERS =
            Set.of("auth", "authentication", "token", "secret", "password", "passwd", "pwd", "x-key");
    private static final List<String> HEADER_ENDINGS = List.of(
            "authorization",
            "api-key",
            "api_key",
            "apikey",
            "access-key",
            "subscription-key",
            "-token",
            "-secret",
            "-password",
            "-credential",
            "-signature",
            "-auth",
            "auth-key",
            "secret-key",
            "-assertion",
            "-authentication",
            "-jwt",
            "-passwd",
            "-pwd",
            "functions-key",
            "virtual-key");

    /** Without their dashes and underscores, in lower case. */
    private static final Set<String> PARAMETERS =
            Set.of("key", "jwt", "bearer", "auth", "authorization", "code", "codeverifier", "pass", "pwd", "sig");

    /** The same, whatever stands before. */
    private static final List<String> PARAMETER_ENDINGS = List.of(
            "apikey",
            "accesskey",
            "secretkey",
            "subscriptionkey",
            "token",
            "secret",
            "password",
            "passwd",
            "assertion",
            "signature",
            "credential");

    /** Tokens that only say where a list goes on. */
    private static final Set<String> PLACES =
            Set.of("pagetoken", "nexttoken", "nextpagetoken", "continuationtoken", "synctoken");

    /** Of the IANA registry, and what vendors use; any other first word may itself be the secret. */
    private static final Set<String> SCHEMES = Set.of(
            "apikey",
            "api-key",
            "aws4-hmac-sha256",
            "basic",
            "bearer",
            "digest",
            "dpop",
            "hmac",
            "key",
            "negotiate",
            "ntlm",
            "oauth",
            "token");

    private CredentialNames() {}

    /** @param header in lower case */
    static boolean isCookie(String header) {
        return COOKIES.contains(header);
    }

    /** @param header in lower case */
    public static boolean isAddress(String header) {
        return ADDRESSES.contains(header);
    }

    /** @param name of a header, in lower case */
    static boolean isHeader(String name) {
        for (String ending : HEADER_ENDINGS) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return HEADERS.contains(name);
    }

    /** @param name of a parameter, decoded */
    static boolean isParameter(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return PARAMETERS.contains(plain)
                || (!PLACES.contains(plain) && PARAMETER_ENDINGS.stream().anyMatch(plain::endsWith));
    }

    static boolean isScheme(String word) {
        return SCHEMES.contains(word.toLowerCase(Locale.ROOT));
    }
}
