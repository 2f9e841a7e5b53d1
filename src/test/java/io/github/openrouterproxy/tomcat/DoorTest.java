package io.github.openrouterproxy.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DoorTest {
    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "65536", "80 80", ""})
    void aPortThatIsNoneIsNamedWithItsVariable(String port) {
        assertThat(relay("127.0.0.1", port).mistake())
                .contains("PROXY_PORT is \"" + port + "\": it must be a port, 1 to 65535, for the relay.");
    }

    @Test
    void aHostThatIsNoneIsNamedWithItsVariable() {
        assertThat(relay("[::zz]", "8080").mistake())
                .contains("PROXY_HOST is \"[::zz]\": no such address, for the relay.");
    }

    @Test
    void zeroAsksForAnyPort() {
        assertThat(relay("127.0.0.1", "0").mistake()).isEmpty();
    }

    @Test
    void aTakenPortIsNamedWithTheVariableThatMovesIt() {
        assertThatThrownBy(() -> relay("127.0.0.1", "8080").take(address -> {
                    throw new BindException("Address already in use");
                }))
                .hasMessage("Port 8080 on 127.0.0.1 is taken: set PROXY_PORT to another port for the relay.");
    }

    @Test
    void anAddressOfAnotherMachineIsNotCalledTaken() {
        assertThatThrownBy(() -> relay("127.9.9.9", "80").take(address -> {
                    throw new BindException("Cannot assign requested address");
                }))
                .hasMessage("The relay cannot listen on 127.9.9.9 port 80 (Cannot assign requested address):"
                        + " set PROXY_HOST or PROXY_PORT.");
    }

    @Test
    void itsAddressCanBeVisited() {
        assertThat(relay("127.0.0.1", "0").url(8080)).isEqualTo("http://127.0.0.1:8080/v1");
        assertThat(relay("::1", "0").url(8080)).isEqualTo("http://[::1]:8080/v1");
        assertThat(relay("0.0.0.0", "0").url(8080)).isEqualTo("http://localhost:8080/v1 (on every address)");
    }

    private static Door relay(String host, String port) {
        return new Door("relay", "PROXY_HOST", host, "PROXY_PORT", port, "/v1");
    }
}
