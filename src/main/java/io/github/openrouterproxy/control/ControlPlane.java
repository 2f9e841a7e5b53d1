package io.github.openrouterproxy.control;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Credential;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.ClientProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the upstream questions of our own. Any thread, which waits for the answer; never one that relays. A redirect is
 * not followed, so that no key goes to where nobody sent it. TLS is the JVM's, {@code UPSTREAM_PROXY} is honoured.
 */
public final class ControlPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;
    private static final int BUFFER = 8192;

    /** @param body at most 16 MiB of it */
    public record Answer(int status, byte[] body) {
        public boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    private final Client client;
    private final String base;
    private final Duration longestBody;

    public ControlPlane(UpstreamSettings settings) {
        this(settings, LONGEST_SILENCE);
    }

    /** @param patience for a connection and for each part of an answer, whose body takes thrice that at most */
    public ControlPlane(UpstreamSettings settings, Duration patience) {
        ClientConfig config = new ClientConfig();
        config.property(ClientProperties.FOLLOW_REDIRECTS, false);
        URI proxy = settings.proxy();
        if (proxy != null) {
            addProxy(config, proxy);
        }
        this.base = settings.base().toString();
        this.longestBody = patience.multipliedBy(2);
        this.client = ClientBuilder.newBuilder()
                .withConfig(config)
                .connectTimeout(connect(settings, patience).toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    /**
     * @param path below the base, with its query, percent-encoded; begins with {@code /}
     * @param key to ask with; null to ask as nobody
     * @return empty when no answer came
     */
    public Optional<Answer> get(String path, @Nullable Credential key) {
        Invocation.Builder request = client.target(URI.create(base + path)).request(MediaType.APPLICATION_JSON_TYPE);
        if (key != null) {
            request.header(HttpHeaders.AUTHORIZATION, "Bearer " + key.value());
        }
        try (Response response = request.get();
                InputStream body = response.readEntity(InputStream.class)) {
            return Optional.of(new Answer(response.getStatus(), read(body)));
        } catch (ProcessingException | IOException e) {
            LOG.debug("no answer from the upstream's control plane", e);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** @throws IOException also when each byte comes in time and all of them do not */
    private byte[] read(InputStream body) throws IOException {
        long begun = System.nanoTime();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        int some;
        while (read.size() < LARGEST_ANSWER && (some = body.read(buffer)) >= 0) {
            read.write(buffer, 0, Math.min(some, LARGEST_ANSWER - read.size()));
            if (System.nanoTime() - begun > longestBody.toNanos()) {
                throw new IOException("the body did not end in time");
            }
        }
        return read.toByteArray();
    }

    private static Duration connect(UpstreamSettings settings, Duration patience) {
        return Stream.of(settings.connectTimeout(), LONGEST_CONNECT, patience)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static void addProxy(ClientConfig config, URI proxy) {
        config.property(ClientProperties.PROXY_URI, "http://" + proxy.getHost() + ":" + proxy.getPort());
        String userInfo = proxy.getRawUserInfo();
        if (userInfo != null) {
            String[] parts = userInfo.split(":", 2);
            config.property(ClientProperties.PROXY_USERNAME, decoded(parts[0]));
            config.property(ClientProperties.PROXY_PASSWORD, parts.length < 2 ? "" : decoded(parts[1]));
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
