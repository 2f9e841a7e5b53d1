package io.github.openrouterproxy.dao.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlFailureTest {
    /** Locked, read-only, a failed write, full, and not to be opened; some with the extended code. */
    @ParameterizedTest
    @ValueSource(ints = {5, 261, 8, 10, 778, 13, 14})
    void aDatabaseOutOfOrderIsNotTheFaultOfWhatItWasGiven(int code) {
        assertThat(SqlFailure.doing("write", new SQLException("", "", code)).isUnavailable())
                .isTrue();
    }

    /** Too large, a constraint, a wrong type. */
    @ParameterizedTest
    @ValueSource(ints = {18, 19, 2067, 20})
    void aRowThatIsRefusedIs(int code) {
        assertThat(SqlFailure.doing("write", new SQLException("", "", code)).isUnavailable())
                .isFalse();
    }
}
