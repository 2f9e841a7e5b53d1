package io.github.openrouterproxy.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are made to take the writer's thread long, or much memory. */
class HostileRedactionTest {
    private static final String MAIL = "regex [a-z0-9.]+@[a-z0-9]+\\.[a-z]+";
    private static final int DEEP = 900;

    @Test
    void whatStandsDeepBelowLongNamesTakesNoMoreMemoryThanItsText() {
        String name = "n".repeat(150);
        String deep = ("{\"x\":1,\"" + name + "\":").repeat(DEEP) + "2" + "}".repeat(DEEP);
        String event = "data: " + deep + "\n\n";
        redacted(event);

        assertThat(allocated(event)).isLessThan(40L * event.length());
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.SECONDS)
    void whatTellsTextsApartMayComeAgainAndAgain() {
        String event = "data: {" + "\"type\":\"a\",".repeat(160_000) + "\"text\":\"jo@example.com\"}\n\n";

        assertThat(redacted(event)).endsWith("\"text\":\"[REDACTED]\"}\n\n");
    }

    @Test
    void whatTellsTextsApartIsKeptCutHoweverLongItIs() {
        String type = "t".repeat(1_000_000);
        String event = "data: {\"type\":\"" + type + "\",\"a\":{\"text\":\"jo@exam\"}}\n\n" + "data: {\"type\":\""
                + type + "\",\"a\":{\"text\":\"ple.com\"}}\n\n";

        assertThat(redacted(event))
                .isEqualTo(event.replace("jo@exam", "[REDACTED]").replace("ple.com", ""));
    }

    /** Names whose hashes are equal. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.SECONDS)
    void namesThatAreMadeToCollideTakeNoLonger() {
        StringBuilder event = new StringBuilder("data: {\"a\":0");
        for (int i = 0; i < 1 << 15; i++) {
            event.append(",\"");
            for (int bit = 0; bit < 15; bit++) {
                event.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            event.append("\":{\"x\":1}");
        }
        event.append("}\n\n");

        assertThat(redacted(event.toString())).isEqualTo(event.toString());
    }

    private static long allocated(String stream) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        redacted(stream);
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    private static String redacted(String stream) {
        return StreamRedaction.of(new TextRedaction(RedactionRules.of(List.of(MAIL), "rules")), stream);
    }
}
