package io.github.openrouterproxy.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.control.ControlPlane;
import io.github.openrouterproxy.monitor.login.KeyConfirmation.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200|{\"data\":{\"label\":\"sk-or-v1-abc...123\",\"usage\":0}}|VALID",
                "200|{\"choices\":[]}|UNREACHABLE",
                "200|<html>everything is fine</html>|UNREACHABLE",
                "401|{\"error\":{\"message\":\"No auth\"}}|INVALID",
                "403|{}|INVALID",
                "404|{}|UNREACHABLE",
                "302|{}|UNREACHABLE",
                "500|{}|UNREACHABLE"
            })
    void onlyTheVendorsOwnDescriptionConfirmsAKey(int status, String body, Answer answer) {
        assertThat(KeyCheck.read(new ControlPlane.Answer(status, body.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(answer);
    }
}
