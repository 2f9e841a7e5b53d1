package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.UserDao.Calls;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.recorder.redaction.keys.CredentialMask;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the record of a call, as the recorder masks it, proves of its user's key. */
final class SqliteUserDaoTest {
    private static final KeyFingerprints FINGERPRINTS = new KeyFingerprints(new byte[32]);
    private static final Credential GUESS = new Credential("sk-or-v1-guess-0123456789");

    @RegisterExtension
    final TemporaryDatabase database = new TemporaryDatabase();

    @ParameterizedTest
    @CsvSource({
        "x-request, anything, '', CHARGED",
        "x-api-key, sk-or-v1-mallory-0123456789, '', FOR_NOTHING",
        "x-goog-api-key, mallory, '', FOR_NOTHING",
        "X-Whatever, it is sk-or-v1-mallory-0123456789, '', FOR_NOTHING",
        "Cookie, session=mallory, '', FOR_NOTHING",
        "api-key, sk-or-v1-guess-0123456789, '', CHARGED",
        "x-request, anything, ?a=1&key=sk-or-v1-mallory-0123456789, FOR_NOTHING",
        "x-request, anything, ?a=1&key=sk-or-v1-guess-0123456789, CHARGED"
    })
    void aCallThatBoreASecondKeyProvesNothingOfTheFirst(String name, String value, String query, Calls calls) {
        RequestHead head = new RequestHead(
                "POST",
                "https://of:thebase@localhost/v1/chat/completions" + query,
                "/chat/completions",
                Headers.NONE.with(name, value).with("Authorization", "Bearer " + GUESS.value()));
        database.open().writer().write(List.of(charged(new CredentialMask(FINGERPRINTS, GUESS).request(head))));

        assertThat(database.open().users().calls(FINGERPRINTS.of(GUESS).fingerprint()))
                .isEqualTo(calls);
    }

    private static Exchange charged(RequestHead head) {
        Exchange call = number(1).costing(7L, null).build();
        ApiKey user = FINGERPRINTS.of(GUESS);
        return new Exchange(
                call.id(),
                call.state(),
                head,
                CredentialMask.text(user),
                user,
                call.requestBody(),
                call.response(),
                call.responseBody(),
                call.pieces(),
                call.timing(),
                call.attempts(),
                call.error(),
                call.understanding());
    }
}
