package io.github.openrouterproxy.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionRulesTest {
    @Test
    void aLineIsARuleARemarkOrEmpty() {
        RedactionRules rules = RedactionRules.of(
                List.of("# persons", "", "regex [a-z]+@[a-z.]+", "  json $..password ", "header X-Customer"), "rules");

        assertThat(rules.patterns()).hasSize(1);
        assertThat(rules.paths()).hasSize(1);
        assertThat(rules.headers()).containsExactly("x-customer");
    }

    @Test
    void everyWrongLineIsNamedByItsNumber() {
        List<String> lines = List.of(
                "regex ok",
                "regex [a-z",
                "regexp x",
                "json password",
                "json $.a[?(@.b)]",
                "header not a name",
                "regex",
                "regex x*",
                "regex (a)\\1");

        assertThatThrownBy(() -> RedactionRules.of(lines, "/etc/rules"))
                .isInstanceOf(RuleException.class)
                .hasMessageStartingWith("REDACTION_RULES=/etc/rules is wrong in line 2: ")
                .hasMessageContaining("line 3: a rule begins with regex, json or header")
                .hasMessageContaining("line 4: not a path")
                .hasMessageContaining("line 5: not a path")
                .hasMessageContaining("line 6: not the name of a header")
                .hasMessageContaining("line 7: a rule is")
                .hasMessageContaining("line 8: the pattern finds nothing at all everywhere")
                .hasMessageContaining("line 9: ")
                .hasMessageNotContaining("line 1:");
    }

    @Test
    void aFileThatIsNotThereRefusesTheStart() {
        assertThatThrownBy(() -> RedactionRules.read(Path.of("/nowhere/rules")))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("REDACTION_RULES=/nowhere/rules cannot be read");
    }
}
