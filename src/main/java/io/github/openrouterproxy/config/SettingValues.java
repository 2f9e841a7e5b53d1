package io.github.openrouterproxy.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one value after the other and collects what is wrong with them. Confined to one thread. */
final class SettingValues {
    private static final Set<String> WEB_SCHEMES = Set.of("http", "https");
    private static final int LAST_PORT = 65_535;
    private static final Pattern USER_INFO = Pattern.compile("(?s)^([A-Za-z][A-Za-z0-9+.-]*:/+)?.*@");
    private static final Pattern QUERY = Pattern.compile("(?s)[?#].*");

    private final List<SettingsReader.Source> sources;
    private final List<String> mistakes = new ArrayList<>();

    SettingValues(List<SettingsReader.Source> sources) {
        this.sources = sources;
    }

    void rejectMistakes() {
        if (!mistakes.isEmpty()) {
            throw new SettingsException(mistakes);
        }
    }

    int integer(String name, int fallback, int least, int most) {
        return read(name, fallback, least + " to " + most, text -> within(Integer.parseInt(text), least, most));
    }

    boolean flag(String name, boolean fallback) {
        return oneOf(name, Map.of("TRUE", true, "FALSE", false), fallback);
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
        Map<String, E> choices = new TreeMap<>();
        for (E constant : type.getEnumConstants()) {
            choices.put(constant.name(), constant);
        }
        return oneOf(name, choices, fallback);
    }

    <T> T oneOf(String name, Map<String, T> choices, T fallback) {
        String accepted = String.join(", ", new TreeSet<>(choices.keySet()));
        return read(name, fallback, "one of " + accepted, text -> {
            T chosen = choices.get(text.toUpperCase(Locale.ROOT));
            if (chosen == null) {
                throw new IllegalArgumentException("none of the choices");
            }
            return chosen;
        });
    }

    Duration duration(String name, String fallback, Duration least, Duration most) {
        return read(
                name,
                Amounts.duration(fallback),
                "a time from " + Amounts.text(least) + " to " + Amounts.text(most) + ", such as 300s, 5m or 250ms",
                text -> within(Amounts.duration(text), least, most));
    }

    @Nullable
    Duration optionalDuration(String name, Duration least, Duration most) {
        return isSet(name) ? duration(name, "1d", least, most) : null;
    }

    long bytes(String name, String fallback, long least) {
        return bytes(name, fallback, least, Long.MAX_VALUE);
    }

    long bytes(String name, String fallback, long least, long most) {
        String range = most == Long.MAX_VALUE ? least + " bytes or more" : least + " to " + most + " bytes";
        return read(
                name,
                Amounts.bytes(fallback),
                "a size of " + range + ", such as 16MB or 512KB",
                text -> within(Amounts.bytes(text), least, most));
    }

    @Nullable
    Long optionalBytes(String name, long least) {
        return isSet(name) ? bytes(name, "1GB", least) : null;
    }

    Set<Integer> statuses(String name, String fallback) {
        return read(
                name, statusesIn(fallback), "statuses from 400 to 599 separated by commas", SettingValues::statusesIn);
    }

    Path path(String name, Path fallback) {
        return read(name, fallback, "a file's path", text -> Path.of(text).toAbsolutePath());
    }

    @Nullable
    Path optionalPath(String name) {
        return isSet(name) ? path(name, Path.of("")) : null;
    }

    URI base(String name, String fallback) {
        return read(
                name,
                URI.create(fallback),
                "an http or https address without query, such as https://openrouter.ai/api/v1",
                text -> baseIn(text));
    }

    @Nullable
    URI proxy(String name) {
        String accepted = "http://host:port, with user:password@ before the host where the proxy asks for it";
        return isSet(name) ? secretly(name, URI.create("http://none"), accepted, SettingValues::proxyIn) : null;
    }

    @Nullable
    Secret secret(String name) {
        String value = value(name);
        return value == null ? null : new Secret(value);
    }

    @Nullable
    Secret secret(String name, int shortest) {
        Secret secret = secret(name);
        if (secret != null && secret.value().length() < shortest) {
            mistakes.add(name + " (value not shown) is not " + shortest + " characters or more");
        }
        return secret;
    }

    /** Secrets separated by commas; never shown. */
    List<Secret> secrets(String name) {
        String value = value(name);
        return value == null
                ? List.of()
                : parts(value).stream().map(Secret::new).toList();
    }

    /** Values separated by commas. */
    <T> List<T> list(String name, String accepted, Function<String, T> parser) {
        return read(
                name,
                List.of(),
                accepted,
                text -> parts(text).stream().map(parser).toList());
    }

    /** A mistake that no single value makes. */
    void mistake(String sentence) {
        mistakes.add(sentence);
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private boolean isSet(String name) {
        return value(name) != null;
    }

    private @Nullable String value(String name) {
        for (SettingsReader.Source source : sources) {
            String value = source.value(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    private <T> T read(String name, T fallback, String accepted, Function<String, T> parser) {
        return parse(name, fallback, accepted, parser, true);
    }

    private <T> T secretly(String name, T fallback, String accepted, Function<String, T> parser) {
        return parse(name, fallback, accepted, parser, false);
    }

    private <T> T parse(String name, T fallback, String accepted, Function<String, T> parser, boolean shown) {
        String text = value(name);
        if (text == null) {
            return fallback;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            mistakes.add(name + (shown ? "=" + withoutSecrets(text) : " (value not shown)") + " is not " + accepted);
            return fallback;
        }
    }

    /** What may be a password or a key in an address, however wrong that is. */
    private static String withoutSecrets(String text) {
        return QUERY.matcher(USER_INFO.matcher(text).replaceFirst("$1***@")).replaceFirst("?***");
    }

    private static <C extends Comparable<C>> C within(C value, C least, C most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static Set<Integer> statusesIn(String text) {
        Set<Integer> statuses = new TreeSet<>();
        Arrays.stream(text.split(",", -1))
                .map(part -> within(Integer.valueOf(part.strip()), 400, 599))
                .forEach(statuses::add);
        return statuses;
    }

    private static URI baseIn(String text) {
        URI uri = uri(text.replaceAll("/+$", ""));
        boolean complete = uri.getScheme() != null
                && WEB_SCHEMES.contains(uri.getScheme())
                && uri.getHost() != null
                && (uri.getPort() == -1 || isPort(uri.getPort()));
        if (!complete || uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("not a base address");
        }
        return uri;
    }

    private static URI proxyIn(String text) {
        URI uri = uri(text);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || !isPort(uri.getPort())) {
            throw new IllegalArgumentException("not a proxy's address");
        }
        return uri;
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= LAST_PORT;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
