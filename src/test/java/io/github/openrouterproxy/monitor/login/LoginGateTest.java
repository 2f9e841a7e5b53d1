package io.github.openrouterproxy.monitor.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.openrouterproxy.dao.UserDao.Calls;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.monitor.access.KeptApart;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.login.LoginResult.Accepted;
import io.github.openrouterproxy.monitor.login.LoginResult.Postponed;
import io.github.openrouterproxy.monitor.login.LoginResult.Refused;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LoginGateTest {
    private static final Credential RIGHT = new Credential("sk-admin-secret");
    private static final Credential WRONG = new Credential("sk-wrong");
    private static final String ADDRESS = "10.0.0.1";

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final InstantSource time = () -> now;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final LoginGate gate = Logins.gate(RIGHT.value(), fingerprint -> Calls.NONE, clock);

    @Test
    void aFewWrongKeysAreFree() {
        assertThat(IntStream.range(0, 3).mapToObj(i -> gate.attempt(ADDRESS, WRONG)))
                .allMatch(Refused.class::isInstance);
        assertThat(gate.attempt(ADDRESS, RIGHT)).isInstanceOf(Accepted.class);
    }

    @Test
    void furtherWrongKeysCostTwiceAsMuchEachTime() {
        fail(4);
        assertThat(gate.attempt(ADDRESS, WRONG)).isEqualTo(new Postponed(Duration.ofSeconds(1)));
        pass(Duration.ofSeconds(1));
        fail(1);
        assertThat(gate.attempt(ADDRESS, WRONG)).isEqualTo(new Postponed(Duration.ofSeconds(2)));
    }

    @Test
    void noPauseIsLongerThanHalfAMinute() {
        for (int i = 0; i < 40; i++) {
            fail(1);
            pass(Duration.ofSeconds(32));
        }

        assertThat(gate.attempt(ADDRESS, WRONG)).isInstanceOf(Refused.class);
    }

    @Test
    void anotherAddressNeedNotWait() {
        failWithDifferentKeys(30);

        assertThat(gate.attempt("10.0.0.2", RIGHT)).isInstanceOf(Accepted.class);
        assertThat(gate.attempt("10.0.0.2", WRONG)).isInstanceOf(Refused.class);
    }

    @Test
    void aRightKeyNeedNotWaitForAWrongOneThatIsTriedAgainAndAgain() {
        fail(100);

        assertThat(gate.attempt(ADDRESS, RIGHT)).isInstanceOf(Accepted.class);
    }

    @Test
    void twentyDifferentWrongKeysAreFree() {
        failWithDifferentKeys(20);

        assertThat(gate.attempt(ADDRESS, RIGHT)).isInstanceOf(Accepted.class);
    }

    @Test
    void anAddressThatTriesManyKeysHasToWait() {
        failWithDifferentKeys(21);

        assertThat(gate.attempt(ADDRESS, RIGHT)).isEqualTo(new Postponed(Duration.ofSeconds(1)));
        assertThat(gate.attempt(ADDRESS, new Credential("sk-new"))).isEqualTo(new Postponed(Duration.ofSeconds(1)));
    }

    @Test
    void aKeyThatWasRightFromThereBeforeDoesNotHaveToWait() {
        assertThat(gate.attempt(ADDRESS, RIGHT)).isInstanceOf(Accepted.class);
        failWithDifferentKeys(30);

        assertThat(gate.attempt(ADDRESS, RIGHT)).isInstanceOf(Accepted.class);
    }

    @Test
    void guessesAreNotAnsweredInAPauseAlthoughTheKeyWasRightFromElsewhere() {
        assertThat(gate.attempt("10.0.0.2", RIGHT)).isInstanceOf(Accepted.class);
        failWithDifferentKeys(30);

        assertThat(gate.attempt(ADDRESS, RIGHT)).isInstanceOf(Postponed.class);
    }

    @Test
    void aQuarterOfAnHourLaterAllIsForgotten() {
        fail(9);
        pass(Duration.ofMinutes(16));

        assertThat(IntStream.range(0, 3).mapToObj(i -> gate.attempt(ADDRESS, WRONG)))
                .allMatch(Refused.class::isInstance);
    }

    @Test
    void addressesOfOneCustomersNetworkCountAsOne() {
        for (int i = 0; i < 21; i++) {
            assertThat(gate.attempt("2001:db8:1:2:0:0:0:" + i, new Credential("sk-wrong-" + i)))
                    .isInstanceOf(Refused.class);
        }

        assertThat(gate.attempt("2001:db8:1:2:f:f:f:f", RIGHT)).isInstanceOf(Postponed.class);
        assertThat(gate.attempt("2001:db8:1:3:0:0:0:1", RIGHT)).isInstanceOf(Accepted.class);
    }

    @Test
    void ofThoseThatAreLookedAtAtOnceNoMoreAreWrongThanOneAfterTheOther() {
        assertThat(nested(21)).isInstanceOf(Refused.class);
        pass(Duration.ofMinutes(16));
        assertThat(nested(22)).isEqualTo(new Postponed(Duration.ofSeconds(1)));
    }

    /** The answer to the innermost of so many that are asked about at the same time. */
    private LoginResult nested(int depth) {
        LoginResult[] innermost = new LoginResult[1];
        LoginResult outer = gate.attempt(ADDRESS, "name" + depth, () -> {
            innermost[0] = depth == 1 ? null : nested(depth - 1);
            return Optional.empty();
        });
        return innermost[0] == null ? outer : innermost[0];
    }

    /** All who waited would have a guess otherwise. */
    @Test
    void whenThePauseOfANameIsOverOneGuessAtItIsJudgedHoweverManyWaitedForThat() {
        for (int i = 0; i < 21; i++) {
            gate.attempt("10.0.1." + i, "root", Optional::empty);
        }
        pass(Duration.ofSeconds(1));
        List<LoginResult> meanwhile = new ArrayList<>();

        LoginResult first = gate.attempt("10.0.2.1", "root", () -> {
            meanwhile.add(gate.attempt("10.0.2.2", "root", Optional::empty));
            meanwhile.add(gate.attempt("10.0.2.3", "ROOT", Optional::empty));
            meanwhile.add(gate.attempt("10.0.2.3", "carol", Optional::empty));
            return Optional.empty();
        });

        assertThat(first).isInstanceOf(Refused.class);
        assertThat(meanwhile)
                .containsExactly(
                        new Postponed(Duration.ofSeconds(2)), new Postponed(Duration.ofSeconds(2)), new Refused());
        assertThat(gate.attempt("10.0.2.4", "root", Optional::empty)).isEqualTo(new Postponed(Duration.ofSeconds(2)));
    }

    @Test
    void whenThePauseOfAnAddressIsOverOneGuessFromThereIsJudged() {
        failWithDifferentKeys(21);
        pass(Duration.ofSeconds(1));
        List<LoginResult> meanwhile = new ArrayList<>();

        gate.attempt(ADDRESS, "root", () -> {
            meanwhile.add(gate.attempt(ADDRESS, new Credential("sk-guess")));
            meanwhile.add(gate.attempt("10.0.0.2", new Credential("sk-guess")));
            return Optional.empty();
        });

        assertThat(meanwhile).containsExactly(new Postponed(Duration.ofSeconds(2)), new Refused());
    }

    /** Or else a pause were for as many guesses as there are threads. */
    @Test
    void aKeyThatIsRightIsToldNobodyWhenAnotherTryBeganAPauseMeanwhile() {
        List<Runnable> whileLookingFor = new ArrayList<>();
        LoginGate racing = Logins.gate(
                RIGHT.value(),
                fingerprint -> {
                    if (!whileLookingFor.isEmpty()) {
                        whileLookingFor.remove(0).run();
                    }
                    return Calls.NONE;
                },
                clock);
        for (int i = 0; i < 20; i++) {
            racing.attempt(ADDRESS, new Credential("sk-wrong-" + i));
        }
        whileLookingFor.add(() -> racing.attempt(ADDRESS, WRONG));

        assertThat(racing.attempt(ADDRESS, RIGHT)).isEqualTo(new Postponed(Duration.ofSeconds(1)));
        pass(Duration.ofSeconds(1));
        assertThat(racing.attempt(ADDRESS, RIGHT)).isInstanceOf(Accepted.class);
    }

    @Test
    void aQuarterOfAnHourAfterAPauseSeveralAreJudgedAtOnceAgain() {
        failWithDifferentKeys(21);
        pass(Duration.ofMinutes(16));

        assertThat(nested(21)).isInstanceOf(Refused.class);
    }

    @Test
    void anAddressThatIsWrittenShortIsOfTheSameNetwork() {
        for (int i = 1; i <= 21; i++) {
            gate.attempt("2001:db8::" + i, new Credential("sk-wrong-" + i));
        }

        assertThat(gate.attempt("2001:db8:0:0:ffff::9", RIGHT)).isInstanceOf(Postponed.class);
        assertThat(gate.attempt("2001:db8:0:1::1", RIGHT)).isInstanceOf(Accepted.class);
    }

    @Test
    void aPasswordHasToWaitEvenWhereItWasRightBefore() {
        assertThat(gate.attempt(ADDRESS, "root", () -> Optional.of(new Viewer.Administrator("root"))))
                .isInstanceOf(Accepted.class);
        for (int i = 0; i < 4; i++) {
            assertThat(gate.attempt(ADDRESS, "root", Optional::empty)).isInstanceOf(Refused.class);
        }

        assertThat(gate.attempt(ADDRESS, "root", Optional::empty)).isInstanceOf(Postponed.class);
    }

    @Test
    void aNameThatHasOpenedNothingIsNotWrittenDown() {
        Logins.InMemoryAudit entries = new Logins.InMemoryAudit();
        LoginGate noting = Logins.gate(RIGHT.value(), fingerprint -> Calls.NONE, entries, clock);
        noting.attempt(ADDRESS, "root", () -> Optional.of(new Viewer.Administrator("root")));
        noting.attempt(ADDRESS, "root", Optional::empty);
        noting.attempt(ADDRESS, RIGHT.value(), Optional::empty);
        noting.attempt(ADDRESS, "\u001b[2J", Optional::empty);
        noting.attempt(ADDRESS, "𝒜lice", Optional::empty);

        assertThat(entries.all())
                .extracting(AuditEntry::who)
                .satisfiesExactly(
                        who -> assertThat(who).isEqualTo("name root"),
                        who -> assertThat(who).startsWith("name s… (fp ").doesNotContain(RIGHT.value()),
                        who -> assertThat(who).startsWith("name … (fp "),
                        who -> assertThat(who).startsWith("name 𝒜… (fp "));
    }

    @Test
    void noTypedNameIsRememberedInTheClear() throws ReflectiveOperationException {
        gate.attempt(ADDRESS, RIGHT.value(), Optional::empty);
        for (int i = 0; i < 20; i++) {
            gate.attempt("10.0.1." + i, RIGHT.value(), Optional::empty);
        }

        assertThat(remembered(gate)).contains("10.0.1.19").doesNotContain(RIGHT.value());
    }

    @Test
    void guessesAtOneNameFromEverNewNetworksHaveToWaitAndItsUserDoesNot() {
        Supplier<Optional<Viewer>> right = () -> Optional.of(new Viewer.Administrator("root"));
        assertThat(gate.attempt(ADDRESS, "root", right)).isInstanceOf(Accepted.class);
        for (int i = 0; i < 21; i++) {
            assertThat(gate.attempt("2001:db8:0:" + i + "::1", i % 2 == 0 ? "root" : "RoOT ", Optional::empty))
                    .isInstanceOf(Refused.class);
        }

        assertThat(gate.attempt("2001:db8:0:ff::1", "root", right)).isEqualTo(new Postponed(Duration.ofSeconds(1)));
        assertThat(gate.attempt(ADDRESS, "root", right)).isInstanceOf(Accepted.class);
        assertThat(gate.attempt("2001:db8:0:ff::1", "carol", right)).isInstanceOf(Accepted.class);
        pass(Duration.ofSeconds(1));
        assertThat(gate.attempt("2001:db8:0:ff::1", "root", right)).isInstanceOf(Accepted.class);
    }

    @Test
    void oneWrongKeyFromEverNewNetworksHasToWait() {
        for (int i = 0; i < 21; i++) {
            assertThat(gate.attempt("10.0.1." + i, WRONG)).isInstanceOf(Refused.class);
        }

        assertThat(gate.attempt("10.0.1.99", WRONG)).isEqualTo(new Postponed(Duration.ofSeconds(1)));
    }

    @Test
    void noUsersHoweverManyMakeItBeForgottenWhereAnAdministratorCameFrom() {
        LoginGate open = Logins.gate(RIGHT.value(), fingerprint -> Calls.CHARGED, clock);
        Supplier<Optional<Viewer>> right = () -> Optional.of(new Viewer.Administrator("root"));
        assertThat(open.attempt(ADDRESS, "root", right)).isInstanceOf(Accepted.class);
        for (int i = 0; i < 10_001; i++) {
            assertThat(open.attempt("10.0.2.1", new Credential("sk-made-up-" + i)))
                    .isInstanceOf(Accepted.class);
        }
        for (int i = 0; i < 21; i++) {
            open.attempt("10.0.1." + i, "root", Optional::empty);
        }

        assertThat(open.attempt("10.0.1.99", "root", right)).isInstanceOf(Postponed.class);
        assertThat(open.attempt(ADDRESS, "root", right)).isInstanceOf(Accepted.class);
    }

    /** Each is known by then, and none would be wrong. */
    @Test
    void whoMakesACallWithEachGuessHasToWaitAsWithWrongKeys() {
        LoginGate calling = Logins.gate(RIGHT.value(), fingerprint -> Calls.FOR_NOTHING, clock);
        for (int i = 0; i < 21; i++) {
            Credential guess = new Credential("sk-made-up-" + i);
            assertThat(calling.attempt(ADDRESS, guess)).isInstanceOf(Accepted.class);
            assertThat(calling.attempt(ADDRESS, guess)).isInstanceOf(Accepted.class);
        }

        assertThat(calling.attempt(ADDRESS, RIGHT)).isEqualTo(new Postponed(Duration.ofSeconds(1)));
        assertThat(calling.attempt(ADDRESS, new Credential("sk-made-up-7"))).isInstanceOf(Accepted.class);
        assertThat(calling.attempt("10.0.0.2", RIGHT)).isInstanceOf(Accepted.class);
    }

    @Test
    void anOfficeFullOfUsersNeedNotWait() {
        LoginGate office = Logins.gate(RIGHT.value(), fingerprint -> Calls.CHARGED, clock);
        for (int i = 0; i < 100; i++) {
            assertThat(office.attempt(ADDRESS, new Credential("sk-or-v1-" + i))).isInstanceOf(Accepted.class);
        }
    }

    /** Streams of some vendors count no tokens, nor do pictures, and many programs only ask for the models. */
    @Test
    void norAnOfficeWhoseCallsCostNothingAndWhoseKeysTheUpstreamConfirms() {
        LoginGate office = Logins.gate(
                RIGHT.value(),
                fingerprint -> Calls.FOR_NOTHING,
                key -> KeyConfirmation.Answer.VALID,
                new Logins.InMemoryAudit(),
                clock);

        for (int i = 0; i < 100; i++) {
            assertThat(office.attempt(ADDRESS, new Credential("sk-or-v1-" + i)))
                    .isInstanceOfSatisfying(
                            Accepted.class,
                            accepted -> assertThat(accepted.proven()).isTrue());
        }
    }

    @Test
    void aKeyThatWasRightBeforeIsAsProvenAsItWasThen() {
        List<Credential> asked = new ArrayList<>();
        LoginGate office = Logins.gate(
                RIGHT.value(),
                fingerprint -> Calls.FOR_NOTHING,
                key -> {
                    asked.add(key);
                    return KeyConfirmation.Answer.VALID;
                },
                new Logins.InMemoryAudit(),
                clock);
        Credential key = new Credential("sk-or-v1-1");

        LoginResult first = office.attempt(ADDRESS, key);

        assertThat(office.attempt(ADDRESS, key)).isEqualTo(first);
        assertThat(((Accepted) first).proven()).isTrue();
        assertThat(asked).containsExactly(key);
    }

    @Test
    void aLoginAsksTheDatabaseOnce() {
        List<String> asked = new ArrayList<>();
        LoginGate counting = Logins.gate(
                RIGHT.value(),
                fingerprint -> {
                    asked.add(fingerprint);
                    return Calls.FOR_NOTHING;
                },
                clock);

        counting.attempt(ADDRESS, WRONG);

        assertThat(asked).hasSize(1);
    }

    /** Of a key that was right from there before the answer tells that it is, pause or not. */
    @Test
    void whatIsTriedDuringAPauseIsInTheAudit() {
        Logins.InMemoryAudit entries = new Logins.InMemoryAudit();
        LoginGate noting = Logins.gate(RIGHT.value(), fingerprint -> Calls.NONE, entries, clock);
        for (int i = 0; i < 21; i++) {
            noting.attempt(ADDRESS, new Credential("sk-wrong-" + i));
        }

        noting.attempt(ADDRESS, RIGHT);
        noting.attempt(ADDRESS, "root", Optional::empty);

        assertThat(entries.all().subList(20, 23))
                .extracting(AuditEntry::action, AuditEntry::detail)
                .containsExactly(
                        tuple(AuditAction.LOGIN_FAILED, null),
                        tuple(AuditAction.LOGIN_POSTPONED, null),
                        tuple(AuditAction.LOGIN_POSTPONED, null));
        assertThat(entries.all().get(21).who()).startsWith("key (fp ");
        assertThat(entries.all().get(22).who()).startsWith("name r… (fp ");
    }

    @Test
    void memoryIsBounded() {
        LoginThrottle throttle = new LoginThrottle(clock, 1, 2);
        for (String address : new String[] {"a", "a", "b", "b", "c", "c"}) {
            throttle.failed(address);
        }

        assertThat(throttle.pause("a")).isZero();
        assertThat(throttle.pause("b")).isPositive();
    }

    @Test
    void whoHasToWaitIsNotForgottenForOthersWhoAreWrongOnce() {
        LoginThrottle throttle = new LoginThrottle(clock, 1, 2);
        for (String address : new String[] {"a", "a", "b", "c", "d"}) {
            throttle.failed(address);
        }

        assertThat(throttle.pause("a")).isPositive();
        assertThat(throttle.failed("b").isFirst()).isTrue();
    }

    @Test
    void aClockThatIsSetBackMakesNoPauseLonger() {
        LoginThrottle throttle = new LoginThrottle(clock, 0, 2);
        throttle.failed("a");
        now = now.minus(Duration.ofHours(1));

        assertThat(throttle.pause("a")).isEqualTo(Duration.ofSeconds(1));
        now = now.plusSeconds(1);
        assertThat(throttle.pause("a")).isZero();
    }

    /** What is in the maps and sets of {@code owner}, as far as it is of this package. */
    private static String remembered(Object owner) throws ReflectiveOperationException {
        StringBuilder all = new StringBuilder();
        for (Field field : owner.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                Object value = field.get(owner);
                boolean ours = Stream.of(Tries.class, LoginThrottle.class, RightBefore.class, KeptApart.class)
                        .anyMatch(type -> type.isInstance(value));
                all.append(ours ? remembered(value) : value);
            }
        }
        return all.toString();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(gate.attempt(ADDRESS, WRONG)).isNotInstanceOf(Accepted.class);
        }
    }

    private void failWithDifferentKeys(int keys) {
        for (int i = 0; i < keys; i++) {
            assertThat(gate.attempt(ADDRESS, new Credential("sk-wrong-" + i))).isNotInstanceOf(Accepted.class);
        }
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
    }
}
