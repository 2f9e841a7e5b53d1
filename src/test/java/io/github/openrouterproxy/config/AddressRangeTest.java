package io.github.openrouterproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.5,10.0.0.5,true",
        "10.0.0.5,10.0.0.6,false",
        "10.1.0.0/16,10.1.255.255,true",
        "10.1.0.0/16,10.2.0.0,false",
        "0.0.0.0/0,203.0.113.9,true",
        "::1,0:0:0:0:0:0:0:1,true",
        "fd00::/8,fdff:1:2:3:4:5:6:7,true",
        "fd00::/8,10.0.0.1,false",
        "10.0.0.5,localhost,false"
    })
    void holdsTheAddressesThatBeginAlike(String range, String address, boolean contained) {
        assertThat(new AddressRange(range).contains(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "300.1.1.1", "1::2::3"})
    void isWrittenInDigits(String text) {
        assertThatThrownBy(() -> new AddressRange(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
