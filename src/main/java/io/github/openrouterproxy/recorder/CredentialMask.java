package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.recorder.redaction.PercentEncoding;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts mask and fingerprint in the place of every credential in headers and addresses. Any thread.
 */
final class CredentialMask {
    private static final Set<String> COOKIES = Set.of("cookie", "cookie2", "set-cookie", "set-cookie2");
    private static final Set<String> ADDRESSES = Set.of("referer", "location", "content-location", "link", "refresh");
    private static final List<String> CREDENTIAL_ENDINGS = List.of(
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
    private static final Set<String> CREDENTIAL_HEADERS =
            Set.of("auth", "authentication", "token", "secret", "password", "passwd", "pwd", "x-key");
    /** Without their dashes and underscores, in lower case. */
    private static final Set<String> CREDENTIAL_PARAMETERS =
            Set.of("key", "jwt", "bearer", "auth", "authorization", "code", "codeverifier", "pass", "pwd", "sig");

    /** Tokens that only say where a list goes on. */
    private static final Set<String> PLACES =
            Set.of("pagetoken", "nexttoken", "nextpagetoken", "continuationtoken", "synctoken");

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

    /**
     * Of OpenRouter, OpenAI, Anthropic and those who write theirs alike, and what a browser is given for a while; not
     * only the call's own. In an address it may stand behind what is encoded.
     */
    private static final Pattern KEY =
            Pattern.compile("(?:(?<![\\w-])|(?<=%[0-9A-Fa-f]{2}))(?:sk-|ek_)(?=[\\w-]*\\d)[\\w-]{20,}");

    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/?#@\\s]+(?=@)");
    private static final Pattern PARAMETER = Pattern.compile("(?<=[?&;#])([^=?&;#\\s]+)=([^&;#\\s>\"]+)");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)\\s+(\\S.*)");
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

    private static final Pattern COMPONENT = Pattern.compile("[^/?&=;#\\s]+");
    /** An address in an address in an address, each encoded once more. */
    private static final int DEEPEST = 4;

    private static final int SHORTEST_KEY_SOUGHT = 8;

    private final KeyFingerprints fingerprints;

    CredentialMask(KeyFingerprints fingerprints) {
        this.fingerprints = fingerprints;
    }

    /** Such as {@code sk-or-…9f3c (fp 0123456789abcdef0123456789abcdef)}. */
    static String text(ApiKey key) {
        return key.mask() + " (fp " + key.fingerprint() + ")";
    }

    /**
     * Every key with which a call came: its own, and what else its head bears where keys stand. Cookies are none.
     *
     * @param own the one that it was made with
     */
    static Set<Credential> borneBy(RequestHead head, @Nullable Credential own) {
        Set<Credential> keys = new LinkedHashSet<>();
        if (own != null) {
            keys.add(own);
        }
        for (Header line : head.headers()) {
            if (isCredentialHeader(line.name().toLowerCase(Locale.ROOT))) {
                keys.add(new Credential(secret(line.value())));
            } else if (mayHoldKeys(line.value())) {
                KEY.matcher(line.value()).results().forEach(found -> keys.add(new Credential(found.group())));
            }
        }
        if (head.url().indexOf('=') >= 0) {
            PARAMETER
                    .matcher(head.url())
                    .results()
                    .filter(found -> isCredential(found.group(1)))
                    .forEach(found -> keys.add(new Credential(decoded(found.group(2)))));
        }
        return keys;
    }

    /** What stands behind the scheme. */
    private static String secret(String value) {
        Matcher scheme = SCHEME.matcher(value);
        boolean known = scheme.matches() && SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT));
        return (known ? scheme.group(2) : value).strip();
    }

    /** @param key the call's own, hidden wherever else it may be found */
    Headers headers(Headers headers, @Nullable Credential key) {
        List<Header> masked = new ArrayList<>(headers.lines().size());
        for (Header line : headers) {
            masked.add(header(line, key));
        }
        return new Headers(masked);
    }

    String url(String url, @Nullable Credential key) {
        return url(url, key, DEEPEST);
    }

    private String url(String url, @Nullable Credential key, int levels) {
        String masked = withoutKey(address(url), key);
        if (levels == 0 || masked.indexOf('%') < 0) {
            return masked;
        }
        return COMPONENT
                .matcher(masked)
                .replaceAll(found -> Matcher.quoteReplacement(component(found.group(), key, levels - 1)));
    }

    /** What is encoded may itself be an address, or parameters of one; it stays as it is when no key is in it. */
    private String component(String written, @Nullable Credential key, int levels) {
        String read = PercentEncoding.undone(written);
        if (read.equals(written)) {
            return written;
        }
        String masked = url("?" + read, key, levels).substring(1);
        return masked.equals(read) ? written : URLEncoder.encode(masked, StandardCharsets.UTF_8);
    }

    /** What is shown of a key that stands in a body. */
    String quoted(String key) {
        return text(fingerprints.of(new Credential(key)));
    }

    /** Words of somebody else, such as an upstream's reason. */
    String words(String words, @Nullable Credential key) {
        return withoutKey(words, key);
    }

    private Header header(Header line, @Nullable Credential key) {
        String name = line.name().toLowerCase(Locale.ROOT);
        String value = line.value();
        if (value.isBlank()) {
            return line;
        }
        if (COOKIES.contains(name)) {
            // a cookie may be short, and its ends would give too much of it away
            return new Header(line.name(), withoutEnds(value));
        }
        if (isCredentialHeader(name)) {
            return new Header(line.name(), credential(value));
        }
        String masked = ADDRESSES.contains(name) ? url(value, key) : withoutKey(value, key);
        return masked.equals(value) ? line : new Header(line.name(), masked);
    }

    private String credential(String value) {
        Matcher scheme = SCHEME.matcher(value);
        if (!scheme.matches()) {
            return shown(value);
        }
        if (!SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
            return withoutEnds(value);
        }
        String name = scheme.group(1);
        String secret = scheme.group(2).strip();
        String masked =
                name.equalsIgnoreCase("Bearer") ? text(fingerprints.of(new Credential(secret))) : withoutEnds(secret);
        return name + " " + masked;
    }

    private String address(String url) {
        String masked = url;
        if (masked.indexOf('@') >= 0) {
            masked = USER_INFO
                    .matcher(masked)
                    .replaceAll(found -> Matcher.quoteReplacement(inAddress(withoutEnds(found.group()))));
        }
        if (masked.indexOf('=') < 0) {
            return masked;
        }
        return PARAMETER.matcher(masked).replaceAll(found -> {
            String shown = isCredential(found.group(1)) ? inAddress(shown(decoded(found.group(2)))) : found.group(2);
            return Matcher.quoteReplacement(found.group(1) + "=" + shown);
        });
    }

    private String withoutKey(String text, @Nullable Credential key) {
        String without = text;
        // Most lines hold no key, and a fingerprint is not free.
        if (key != null && key.value().length() >= SHORTEST_KEY_SOUGHT && text.contains(key.value())) {
            without = text.replace(key.value(), inAddress(shown(key.value())));
        }
        if (!mayHoldKeys(without)) {
            return without;
        }
        return KEY.matcher(without).replaceAll(found -> Matcher.quoteReplacement(inAddress(shown(found.group()))));
    }

    private static boolean mayHoldKeys(String text) {
        return text.contains("sk-") || text.contains("ek_");
    }

    private String shown(String secret) {
        return text(fingerprints.of(new Credential(secret)));
    }

    private String withoutEnds(String secret) {
        return text(new ApiKey(fingerprints.of(new Credential(secret)).fingerprint(), "…"));
    }

    /** Free of characters that would end an address. */
    private static String inAddress(String masked) {
        return masked.replace(' ', '+');
    }

    private static boolean isCredentialHeader(String name) {
        for (String ending : CREDENTIAL_ENDINGS) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return CREDENTIAL_HEADERS.contains(name);
    }

    private static boolean isCredential(String parameter) {
        String plain =
                decoded(parameter).toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return CREDENTIAL_PARAMETERS.contains(plain)
                || (!PLACES.contains(plain) && PARAMETER_ENDINGS.stream().anyMatch(plain::endsWith));
    }

    private static String decoded(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }
}
