package io.github.openrouterproxy.monitor.shield;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.monitor.Scripted;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BodyLimitFilterTest {
    private final BodyLimitFilter filter = new BodyLimitFilter();
    private final List<Integer> statuses = new ArrayList<>();
    private @Nullable String coding;
    private String protocol = "HTTP/1.1";
    private String method = "POST";
    private int passed;

    @Test
    void fewFormsAreReadAtOnceFromOneAddressAndWhoSendsNoneDoesNotWait() throws Exception {
        within(9, "10.0.0.1", () -> {
            visit(0, "10.0.0.1", () -> passed++);
            visit(9, "10.0.0.2", () -> passed++);
        });

        assertThat(statuses).containsExactly(503);
        assertThat(passed).isZero();

        within(8, "10.0.0.1", () -> {
            visit(0, "10.0.0.1", () -> passed++);
            visit(9, "10.0.0.2", () -> passed++);
        });

        assertThat(passed).isEqualTo(2);
    }

    @Test
    void addressesOfOneIpv6NetworkCountAsOne() throws Exception {
        underEverNew(9, "2001:db8:1:2::", () -> passed++);

        assertThat(statuses).containsExactly(503);
        assertThat(passed).isZero();
    }

    @Test
    void formsOfAllAddressesTogetherLeaveThreadsToThoseWhoLook() throws Exception {
        everywhere(33, () -> passed++);
        assertThat(statuses).containsExactly(503);

        everywhere(32, () -> passed++);
        assertThat(passed).isEqualTo(1);
    }

    @Test
    void aFormIsReadUpTo64KilobytesAndOneOfUnknownLengthNotAtAll() throws Exception {
        visit(64 << 10, "10.0.0.1", () -> passed++);
        assertThat(passed).isEqualTo(1);

        visit((64 << 10) + 1, "10.0.0.1", () -> passed++);
        coding = "chunked";
        visit(-1, "10.0.0.1", () -> passed++);

        assertThat(statuses).containsExactly(413, 411);
        assertThat(passed).isEqualTo(1);
    }

    @Test
    void overHttp2AFormOfUnknownLengthIsNotReadEither() throws Exception {
        protocol = "HTTP/2.0";
        visit(-1, "10.0.0.1", () -> passed++);
        assertThat(statuses).containsExactly(411);

        method = "GET";
        visit(-1, "10.0.0.1", () -> passed++);
        assertThat(passed).isEqualTo(1);
    }

    /** Runs {@code then} while so many forms of one address are being read. */
    private void within(int forms, String address, Step then) throws Exception {
        visit(9, address, forms == 1 ? then : () -> within(forms - 1, address, then));
    }

    private void underEverNew(int forms, String network, Step then) throws Exception {
        visit(9, network + forms, forms == 1 ? then : () -> underEverNew(forms - 1, network, then));
    }

    private void everywhere(int forms, Step then) throws Exception {
        visit(9, "10.0.1." + forms, forms == 1 ? then : () -> everywhere(forms - 1, then));
    }

    private void visit(int length, String address, Step then) throws Exception {
        HttpServletRequest request = Scripted.of(HttpServletRequest.class, (name, values) -> switch (name) {
            case "getContentLengthLong" -> (long) length;
            case "getRemoteAddr" -> address;
            case "getProtocol" -> protocol;
            case "getMethod" -> method;
            case "getHeader" -> values[0].equals("Transfer-Encoding") ? coding : null;
            default -> null;
        });
        HttpServletResponse response = Scripted.of(HttpServletResponse.class, (name, values) -> {
            if (name.equals("setStatus")) {
                statuses.add((Integer) values[0]);
            }
            return null;
        });
        filter.doFilter(request, response, then.asChain());
    }
}
