package io.github.openrouterproxy.monitor.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0,0.0 ms",
        "400,0.4 ms",
        "9949,9.9 ms",
        "12000,12 ms",
        "812345,812 ms",
        "999499,999 ms",
        "999500,1.00 s",
        "1234567,1.23 s",
        "9995000,10.0 s",
        "59940000,59.9 s",
        "59960000,1 min 00 s",
        "125000000,2 min 05 s",
        "3720000000,1 h 02 min",
        "90000000000,1 d 01 h"
    })
    void timesAreReadAtAGlance(long micros, String text) {
        assertThat(Units.time(Duration.ofNanos(micros * 1000)).text()).isEqualTo(text);
    }

    @Test
    void theExactValueIsNotLost() {
        assertThat(Units.time(Duration.ofNanos(1_234_567_891)).exact()).isEqualTo("1,234.568 ms");
        assertThat(Units.count(1_234_567L).exact()).isEqualTo("1,234,567");
        assertThat(Units.dollars(13_370_000L).exact()).isEqualTo("$0.013370");
        assertThat(Units.dollars(100L).exact()).isEqualTo("$0.0000001");
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "3400,3.40 kB", "30200000,30.2 MB", "999600,1.00 MB", "5000000000000,5.00 TB"})
    void sizesAreDecimal(long bytes, String text) {
        assertThat(Units.bytes(bytes).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "9999|9,999", "12345|12.3k", "4560000|4.56M"})
    void countsStayShort(long count, String text) {
        assertThat(Units.count(count).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|$0",
                "2100000|$0.0021",
                "4000000|$0.0040",
                "10000|$0.000010",
                "7040|$7.0e-6",
                "100|$1.0e-7",
                "1|$1.0e-9",
                "123456000|$0.12",
                "1234500000000|$1,234.50"
            })
    void smallSumsKeepTwoDigitsThatCount(long nanos, String text) {
        assertThat(Units.dollars(nanos).text()).isEqualTo(text);
    }

    @Test
    void aHundredPercentMeansThatNothingFailed() {
        assertThat(Units.percent(100.0).text()).isEqualTo("100 %");
        assertThat(Units.percent(99.99).text()).isEqualTo("99.9 %");
        assertThat(Units.percent(0.001).text()).isEqualTo("0.1 %");
    }

    @Test
    void theUnknownIsNotZero() {
        assertThat(Units.dollars(null)).isEqualTo(Amount.UNKNOWN);
        assertThat(Units.time(null).known()).isFalse();
    }
}
