package io.github.openrouterproxy.monitor.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.login.KeyConfirmation.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RememberedConfirmationTest {
    private static final Credential KEY = new Credential("sk-or-v1-new-0001");

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final List<Credential> asked = new ArrayList<>();
    private Answer upstream = Answer.VALID;
    private final KeyConfirmation confirmation = new RememberedConfirmation(
            key -> {
                asked.add(key);
                return upstream;
            },
            new KeyFingerprints(new byte[32]),
            clock);

    @Test
    void anAnswerIsGoodForAWhile() {
        assertThat(confirmation.confirm(KEY)).isEqualTo(Answer.VALID);
        upstream = Answer.INVALID;
        now = now.plus(Duration.ofMinutes(4));
        assertThat(confirmation.confirm(KEY)).isEqualTo(Answer.VALID);
        now = now.plus(Duration.ofMinutes(2));
        assertThat(confirmation.confirm(KEY)).isEqualTo(Answer.INVALID);
        assertThat(asked).hasSize(2);
    }

    @Test
    void anUpstreamThatIsBackIsAskedAgainSoon() {
        upstream = Answer.UNREACHABLE;
        assertThat(confirmation.confirm(KEY)).isEqualTo(Answer.UNREACHABLE);
        upstream = Answer.VALID;
        now = now.plus(Duration.ofSeconds(6));

        assertThat(confirmation.confirm(KEY)).isEqualTo(Answer.VALID);
    }

    /** However many threads guess, the upstream is not asked by all of them. */
    @Test
    void noMoreThanEightAreAskedAboutAtOnce() {
        KeyConfirmation[] all = new KeyConfirmation[1];
        List<Answer> innermost = new ArrayList<>();
        all[0] = new RememberedConfirmation(
                key -> {
                    asked.add(key);
                    innermost.add(all[0].confirm(new Credential(key.value() + "1")));
                    return Answer.INVALID;
                },
                new KeyFingerprints(new byte[32]),
                clock);

        assertThat(all[0].confirm(KEY)).isEqualTo(Answer.INVALID);
        assertThat(asked).hasSize(8);
        assertThat(innermost).hasSize(8).first().isEqualTo(Answer.UNREACHABLE);
        innermost.clear();
        assertThat(all[0].confirm(new Credential("sk-or-v1-afterwards"))).isEqualTo(Answer.INVALID);
        assertThat(innermost).hasSize(8);
    }

    @Test
    void whatCannotBeAKeyIsSentNowhere() {
        for (String text : List.of("", "short", "two words", "sk-or-v1-\r\nX-Evil: 1", "密钥密钥密钥密钥", "k".repeat(513))) {
            assertThat(confirmation.confirm(new Credential(text))).isEqualTo(Answer.INVALID);
        }
        assertThat(asked).isEmpty();
    }
}
