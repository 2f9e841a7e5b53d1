package io.github.openrouterproxy.recorder.redaction;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What must not be stored, one rule a line: {@code regex PATTERN}, {@code json PATH} or {@code header NAME}. Lines
 * that are empty or begin with {@code #} say nothing. Patterns are RE2's, whose time grows with the text alone.
 *
 * @param headers in lower case
 */
public record RedactionRules(List<Pattern> patterns, List<JsonPath> paths, Set<String> headers) {
    public static final RedactionRules NONE = new RedactionRules(List.of(), List.of(), Set.of());
    private static final String NAME = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    public RedactionRules {
        patterns = List.copyOf(patterns);
        paths = List.copyOf(paths);
        headers = Set.copyOf(headers);
    }

    /** @throws RuleException when it cannot be read, or a line is no rule */
    public static RedactionRules read(Path file) {
        try {
            return of(Files.readAllLines(file, StandardCharsets.UTF_8), file.toString());
        } catch (IOException e) {
            throw new RuleException("REDACTION_RULES=" + file + " cannot be read: " + e.getMessage());
        }
    }

    static RedactionRules of(List<String> lines, String file) {
        List<Pattern> patterns = new ArrayList<>();
        List<JsonPath> paths = new ArrayList<>();
        List<String> headers = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                add(line, patterns, paths, headers);
            } catch (IllegalArgumentException | PatternSyntaxException e) {
                mistakes.add("line " + (i + 1) + ": " + e.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new RuleException("REDACTION_RULES=" + file + " is wrong in " + String.join("; ", mistakes));
        }
        return new RedactionRules(patterns, paths, Set.copyOf(headers));
    }

    boolean isEmpty() {
        return patterns.isEmpty() && paths.isEmpty() && headers.isEmpty();
    }

    private static void add(String line, List<Pattern> patterns, List<JsonPath> paths, List<String> headers) {
        int space = line.indexOf(' ');
        String kind = space < 0 ? line : line.substring(0, space);
        String rule = space < 0 ? "" : line.substring(space).strip();
        if (rule.isEmpty()) {
            throw new IllegalArgumentException("a rule is regex PATTERN, json PATH or header NAME");
        }
        switch (kind) {
            case "regex" -> patterns.add(pattern(rule));
            case "json" -> paths.add(JsonPath.of(rule));
            case "header" -> headers.add(header(rule));
            default -> throw new IllegalArgumentException("a rule begins with regex, json or header");
        }
    }

    private static Pattern pattern(String rule) {
        Pattern pattern = Pattern.compile(rule);
        if (pattern.matches("")) {
            throw new IllegalArgumentException("the pattern finds nothing at all everywhere");
        }
        return pattern;
    }

    private static String header(String rule) {
        if (!rule.matches(NAME)) {
            throw new IllegalArgumentException("not the name of a header");
        }
        return rule.toLowerCase(Locale.ROOT);
    }
}
