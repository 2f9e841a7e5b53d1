package io.github.openrouterproxy.monitor.shield;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostFilterTest {
    @ParameterizedTest
    @CsvSource({
        "localhost,127.0.0.1,true",
        "monitor.localhost,127.0.0.1,true",
        "127.0.0.1,127.0.0.1,true",
        "[::1],0:0:0:0:0:0:0:1,true",
        "evil.example,127.0.0.1,false",
        "evil.example,0:0:0:0:0:0:0:1,false",
        "127.0.0.1.evil.example,127.0.0.1,false",
        "localhost.evil.example,127.0.0.1,false",
        "monitor.example,10.0.0.5,true"
    })
    void onTheLoopbackAddressOnlyLocalNamesAreServed(String host, String localAddress, boolean accepted) {
        assertThat(new HostFilter(Set.of()).accepts(host, localAddress)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"monitor.example,true", "evil.example,false", "10.0.0.5,true"})
    void whereNamesAreListedOnlyTheyAreServed(String host, boolean accepted) {
        HostFilter filter = new HostFilter(Set.of("monitor.example"));

        assertThat(filter.accepts(host, "10.0.0.5")).isEqualTo(accepted);
        assertThat(filter.accepts(host, "127.0.0.1")).isEqualTo(accepted);
    }
}
