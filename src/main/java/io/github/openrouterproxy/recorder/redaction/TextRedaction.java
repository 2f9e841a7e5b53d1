package io.github.openrouterproxy.recorder.redaction;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.re2j.Pattern;
import io.github.openrouterproxy.recorder.redaction.Hits.Range;
import io.github.openrouterproxy.recorder.redaction.JsonText.Value;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes out of texts of several kinds what the rules name. Any thread. */
final class TextRedaction {
    static final String MARK = "[REDACTED]";
    private static final String ENCODED_MARK = "%5BREDACTED%5D";
    private static final Pattern COMPONENT = Pattern.compile("[^/?&=;#]+");

    private final RedactionRules rules;
    private final StringRedaction strings;

    TextRedaction(RedactionRules rules) {
        this.rules = rules;
        this.strings = new StringRedaction(rules);
    }

    StringRedaction strings() {
        return strings;
    }

    List<Range> hits(String text) {
        return Hits.of(rules.patterns(), text);
    }

    List<JsonPath> paths() {
        return rules.paths();
    }

    /** As it stands there. */
    String plain(String text) {
        List<Edit> edits = new ArrayList<>();
        hits(text).forEach(hit -> edits.add(new Edit(hit.start(), hit.end(), MARK)));
        return Edit.apply(text, edits);
    }

    /** An address, or a form's fields: as it stands there, and each component as it reads without its encoding. */
    String address(String text) {
        String masked = plain(text);
        List<Edit> edits = new ArrayList<>();
        for (Range part : Hits.of(List.of(COMPONENT), masked)) {
            String written = masked.substring(part.start(), part.end());
            String read = decoded(written);
            String shown = read.equals(written) ? written : plain(read);
            if (!shown.equals(read)) {
                String encoded = URLEncoder.encode(shown, StandardCharsets.UTF_8);
                edits.add(new Edit(part.start(), part.end(), encoded.replace(ENCODED_MARK, MARK)));
            }
        }
        return Edit.apply(masked, edits);
    }

    /** A document: by its paths, each value as it reads without escapes, and all of it as it stands there. */
    String json(String text) {
        JsonText json = JsonText.of(text, rules.paths());
        List<Edit> edits = new ArrayList<>();
        for (Value value : json.values()) {
            String shown = value.hidden() ? MARK : Edit.apply(value.text(), strings.edits(value.text(), value.at()));
            if (!shown.equals(value.text())) {
                edits.add(quoted(value, shown));
            }
        }
        addBroken(edits, json, text);
        return plain(Edit.apply(text, edits));
    }

    /**
     * Where a text stops being JSON, no path can tell what comes behind; so it goes. Where there are only patterns it
     * is read as the string that it may be cut in, if it reads otherwise than it stands there.
     */
    void addBroken(List<Edit> edits, JsonText json, String text) {
        int broken = json.broken();
        if (broken < 0) {
            return;
        }
        if (!rules.paths().isEmpty()) {
            edits.add(new Edit(broken, text.length(), MARK));
            return;
        }
        if (text.indexOf('\\', broken) < 0) {
            return;
        }
        Unescaped rest = Unescaped.of(text, broken);
        for (Range hit : hits(rest.text())) {
            edits.add(new Edit(rest.origin(hit.start()), rest.origin(hit.end()), MARK));
        }
    }

    static Edit quoted(Value value, String shown) {
        String escaped = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(shown));
        return new Edit(value.start(), value.end(), '"' + escaped + '"');
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
