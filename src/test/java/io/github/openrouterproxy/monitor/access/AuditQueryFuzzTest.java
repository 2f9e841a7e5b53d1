package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditQueryFuzzTest {
    private static final List<String> WORDS =
            List.of("1", "500", "501", "0", "-1", "999999999999999999", "9999999999999999999", " ", "+1", "\u0663");

    @Test
    void everyParameterIsUnderstoodOrRefusedByItsName() {
        Fuzz.rounds(fuzz -> {
            String name = fuzz.oneOf(List.of("cursor", "page_size"));
            String value = fuzz.number(2) == 0 ? fuzz.oneOf(WORDS) : fuzz.text(WORDS);
            try {
                AuditQuery query = AuditQuery.read(asked -> asked.equals(name) ? value : null, 50);

                assertThat(query.size()).isBetween(1, 500);
                assertThat(query.before())
                        .satisfiesAnyOf(
                                before -> assertThat(before).isNull(),
                                before -> assertThat(before).isNotNegative());
            } catch (BadParameterException e) {
                assertThat(e).hasMessageContaining(name);
            }
        });
    }
}
