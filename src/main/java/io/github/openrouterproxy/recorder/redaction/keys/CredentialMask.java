package io.github.openrouterproxy.recorder.redaction.keys;

import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts mask and fingerprint in the place of every credential in a head. Of the key that the call was made with its ends
 * are shown, or whose it is; of any other neither, since the record would tell whoever sends a guess that it is an
 * administrator's. Confined to one head.
 */
public final class CredentialMask {
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/?#@\\s]+(?=@)");
    private static final Pattern PARAMETER = Pattern.compile("(?<=[?&;#])([^=?&;#\\s]+)=([^&;#\\s>\"]+)");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)\\s+(\\S.*)");
    private static final Pattern COMPONENT = Pattern.compile("[^/?&=;#\\s]+");
    /** An address in an address in an address, each encoded once more. */
    private static final int DEEPEST = 4;

    private static final int SHORTEST_KEY_SOUGHT = 8;

    private final KeyFingerprints fingerprints;
    private final @Nullable Credential own;
    /** Keys of the call, the longest first; an upstream may quote them. */
    private final List<String> known;

    private final Set<Credential> found = new LinkedHashSet<>();

    /** @param own the key that the call was made with, hidden wherever else it may be found */
    public CredentialMask(KeyFingerprints fingerprints, @Nullable Credential own) {
        this(fingerprints, own, List.of());
    }

    private CredentialMask(KeyFingerprints fingerprints, @Nullable Credential own, List<String> borne) {
        this.fingerprints = fingerprints;
        this.own = own;
        this.known = Stream.concat(
                        Stream.ofNullable(own)
                                .map(Credential::value)
                                .filter(value -> value.length() >= SHORTEST_KEY_SOUGHT),
                        borne.stream())
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        if (own != null) {
            found.add(own);
        }
    }

    /** Such as {@code sk-or-…9f3c (fp 0123456789abcdef0123456789abcdef)}. */
    public static String text(ApiKey key) {
        return key.mask() + " (fp " + key.fingerprint() + ")";
    }

    /** Remembers, for {@link #found} and {@link #ofAnswer}, what stood there where keys stand. */
    public RequestHead request(RequestHead head) {
        Headers headers = headers(head.headers());
        return new RequestHead(head.method(), url(head.url()), url(head.path()), headers);
    }

    public ResponseHead response(ResponseHead head) {
        return new ResponseHead(head.status(), headers(head.headers()));
    }

    /** Hides in an answer also the keys that this one has come upon in the call. */
    public CredentialMask ofAnswer() {
        return new CredentialMask(fingerprints, own, QuotedKeys.sought(found));
    }

    /** The call's own key, and what else stood where keys stand in what was masked. Cookies are none. */
    public List<Credential> found() {
        return List.copyOf(found);
    }

    /** What is shown of a key, wherever it stands. */
    public String masked(String key) {
        return own != null && own.value().equals(key) ? text(fingerprints.of(own)) : withoutEnds(key);
    }

    /** Words of somebody else, such as an upstream's reason. */
    public String words(String words) {
        return withoutKeys(words);
    }

    Headers headers(Headers headers) {
        List<Header> masked = new ArrayList<>(headers.lines().size());
        for (Header line : headers) {
            masked.add(header(line));
        }
        return new Headers(masked);
    }

    String url(String url) {
        return url(url, DEEPEST);
    }

    private String url(String url, int levels) {
        String masked = withoutKeys(address(url));
        if (levels == 0 || masked.indexOf('%') < 0) {
            return masked;
        }
        return COMPONENT
                .matcher(masked)
                .replaceAll(part -> Matcher.quoteReplacement(component(part.group(), levels - 1)));
    }

    /** What is encoded may itself be an address, or parameters of one; it stays as it is when no key is in it. */
    private String component(String written, int levels) {
        String read = PercentEncoding.undone(written);
        if (read.equals(written)) {
            return written;
        }
        String masked = url("?" + read, levels).substring(1);
        return masked.equals(read) ? written : URLEncoder.encode(masked, StandardCharsets.UTF_8);
    }

    private Header header(Header line) {
        String name = line.name().toLowerCase(Locale.ROOT);
        String value = line.value();
        if (value.isBlank()) {
            return line;
        }
        if (CredentialNames.isCookie(name)) {
            return new Header(line.name(), withoutEnds(value));
        }
        if (CredentialNames.isHeader(name)) {
            return new Header(line.name(), credential(value));
        }
        String masked = CredentialNames.isAddress(name) ? url(value) : withoutKeys(value);
        return masked.equals(value) ? line : new Header(line.name(), masked);
    }

    private String credential(String value) {
        Matcher scheme = SCHEME.matcher(value);
        return scheme.matches() && CredentialNames.isScheme(scheme.group(1))
                ? scheme.group(1) + " " + shown(scheme.group(2).strip())
                : shown(value.strip());
    }

    private String address(String url) {
        String masked = url;
        if (masked.indexOf('@') >= 0) {
            masked = USER_INFO
                    .matcher(masked)
                    .replaceAll(info -> Matcher.quoteReplacement(inAddress(withoutEnds(info.group()))));
        }
        if (masked.indexOf('=') < 0) {
            return masked;
        }
        return PARAMETER.matcher(masked).replaceAll(parameter -> {
            String value = parameter.group(2);
            boolean secret = CredentialNames.isParameter(decoded(parameter.group(1)));
            String shown = secret ? inAddress(shown(decoded(value))) : value;
            return Matcher.quoteReplacement(parameter.group(1) + "=" + shown);
        });
    }

    private String withoutKeys(String text) {
        return KeysInText.masked(text, known, true, key -> inAddress(known.contains(key) ? masked(key) : shown(key)));
    }

    private String shown(String secret) {
        found.add(new Credential(secret));
        return masked(secret);
    }

    private String withoutEnds(String secret) {
        return text(new ApiKey(fingerprints.of(new Credential(secret)).fingerprint(), "…"));
    }

    /** Free of characters that would end an address. */
    private static String inAddress(String masked) {
        return masked.replace(' ', '+');
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
