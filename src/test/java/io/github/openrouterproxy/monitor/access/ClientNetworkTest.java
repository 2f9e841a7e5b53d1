package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1,2001:db8:1:2:ffff:ffff:ffff:ffff,true",
        "2001:db8:1:2::1,2001:db8:1:3::1,false",
        "fe80::1%eth0,fe80::2%eth1,true",
        "::ffff:10.0.0.1,10.0.0.1,true",
        "10.0.0.1,10.0.0.1,true",
        "10.0.0.1,10.0.0.2,false",
        "unknown,unknown,true"
    })
    void isAnIpv4AddressOrAnIpv6NetworkOf64Bits(String one, String other, boolean same) {
        assertThat(ClientNetwork.of(one).equals(ClientNetwork.of(other))).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::7,2001:db8:0:0::/64", "fe80::1:2:3:4%eth0,fe80:0:0:0::/64", "10.0.0.1,10.0.0.1"})
    void saysWhichItIs(String address, String shown) {
        assertThat(ClientNetwork.of(address).text()).isEqualTo(shown);
    }
}
