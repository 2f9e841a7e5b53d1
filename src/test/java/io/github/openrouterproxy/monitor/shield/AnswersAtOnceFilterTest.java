package io.github.openrouterproxy.monitor.shield;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.monitor.Scripted;
import io.github.openrouterproxy.monitor.access.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AnswersAtOnceFilterTest {
    private static final Viewer ALICE = new Viewer.Auditor("alice");

    private final AnswersAtOnceFilter ofAViewer = AnswersAtOnceFilter.ofAViewer();
    private final AnswersAtOnceFilter ofANetwork = AnswersAtOnceFilter.ofANetwork();
    private final List<Integer> statuses = new ArrayList<>();
    private final StringWriter said = new StringWriter();
    private int passed;

    @Test
    void aViewerHasSomeAnswersAtOnceWhereverTheyComeFromAndOthersDoNotWait() throws Exception {
        within(32, ofAViewer, ALICE, () -> {
            visit(ofAViewer, ALICE, "10.0.1.1", "/requests", () -> passed++);
            visit(ofAViewer, new Viewer.Auditor("bob"), "10.0.0.1", "/requests", () -> passed++);
            visit(ofAViewer, null, "10.0.0.1", "/login", () -> passed++);
        });

        assertThat(statuses).containsExactly(429);
        assertThat(said).hasToString("Too many answers are on their way to you at the same time.\n");
        assertThat(passed).isEqualTo(2);
        within(32, ofAViewer, ALICE, () -> passed++);
        assertThat(passed).isEqualTo(3);
    }

    @Test
    void aNetworkHasSomeAnswersAtOnceWhoeverAsksAndOthersDoNotWait() throws Exception {
        within(48, ofANetwork, null, () -> {
            visit(ofANetwork, null, "10.0.0.1", "/login", () -> passed++);
            visit(ofANetwork, ALICE, "10.0.0.1", "/login", () -> passed++);
            visit(ofANetwork, null, "10.0.0.2", "/login", () -> passed++);
        });

        assertThat(statuses).containsExactly(429, 429);
        assertThat(passed).isEqualTo(1);
    }

    @Test
    void theApiSaysItInJson() throws Exception {
        within(32, ofAViewer, ALICE, () -> visit(ofAViewer, ALICE, "10.0.0.1", "/api", () -> passed++));

        assertThat(said.toString()).startsWith("{\"type\":").contains("\"status\":429");
        assertThat(passed).isZero();
    }

    /** Runs {@code then} while so many answers are on their way. */
    private void within(int answers, AnswersAtOnceFilter filter, @Nullable Viewer viewer, Step then) throws Exception {
        Step inner = answers == 1 ? then : () -> within(answers - 1, filter, viewer, then);
        visit(filter, viewer, "10.0.0.1", "/requests", inner);
    }

    private void visit(AnswersAtOnceFilter filter, @Nullable Viewer viewer, String address, String path, Step then)
            throws Exception {
        HttpServletRequest request = Scripted.of(HttpServletRequest.class, (name, values) -> switch (name) {
            case "getAttribute" -> viewer;
            case "getRemoteAddr" -> address;
            case "getServletPath" -> path;
            default -> null;
        });
        HttpServletResponse response = Scripted.of(HttpServletResponse.class, (name, values) -> {
            if (name.equals("setStatus")) {
                statuses.add((Integer) values[0]);
            }
            return name.equals("getWriter") ? new PrintWriter(said) : null;
        });
        filter.doFilter(request, response, then.asChain());
    }
}
