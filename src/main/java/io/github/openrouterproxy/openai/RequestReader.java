package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.openai.plain.Bounded;
import io.github.openrouterproxy.openai.plain.ForeignJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out which model a request asks for, and whether it wants a stream. Any thread. */
final class RequestReader {
    private static final int FORM_SEARCHED = 64 * 1024;
    /** As much as is kept of what is not compressed, unless that is set: others wait for their record meanwhile. */
    private static final long MOST_DECODED = 16L * 1024 * 1024;

    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,100})\"|([^\\s;\"]{1,100}))", Pattern.CASE_INSENSITIVE);
    /** After a boundary, and before the next: a part's head, and what is in it when that is one short line. */
    private static final String SHORT_PART =
            "[ \\t]*\\r?\\n((?:[^\\r\\n]{1,1000}\\r?\\n){1,20}+)\\r?\\n([^\\r\\n]{1,200})(?=\\r?\\n";
    /** Nothing may follow: a file's name would. */
    private static final Pattern FIELD =
            Pattern.compile("(?m)^(?i:content-disposition:[ \\t]*form-data[ \\t]*;[ \\t]*name)="
                    + "(\"?)(model|stream)\\1[ \\t]*;?[ \\t]*\\r?$");

    private RequestReader() {}

    /** @param model null when none is named */
    record Wanted(@Nullable String model, boolean stream) {
        static final Wanted NOTHING = new Wanted(null, false);
    }

    static Wanted read(Headers headers, Body body) {
        byte[] bytes = body.bytes();
        if (bytes.length == 0) {
            return Wanted.NOTHING;
        }
        String type = headers.first("Content-Type").orElse("");
        if (type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return readForm(type, bytes);
        }
        List<String> codings = headers.all("Content-Encoding");
        Found found = new Found();
        long most = Math.max(MOST_DECODED, bytes.length);
        try (InputStream all = ContentDecoder.open(codings, new ByteArrayInputStream(bytes), bytes.length);
                InputStream in = new Bounded(all, most);
                JsonParser json = codings.isEmpty()
                        ? ForeignJson.FACTORY.createParser(bytes, 0, bytes.length)
                        : ForeignJson.FACTORY.createParser(in)) {
            readJson(json, found);
        } catch (IOException e) {
            // no JSON, or cut: what was found before holds
            return found.wanted();
        }
        return found.wanted();
    }

    /** Stops when both are known, since all the conversation may come after them. */
    private static void readJson(JsonParser json, Found found) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("model")
                    && value == JsonToken.VALUE_STRING
                    && !json.getText().isBlank()) {
                found.model = json.getText();
            } else if (name.equals("stream") && value.isBoolean()) {
                found.stream = value == JsonToken.VALUE_TRUE;
            } else {
                json.skipChildren();
                continue;
            }
            if (found.model != null && found.stream != null) {
                return;
            }
        }
    }

    /** The short fields lie before or after the file. */
    private static Wanted readForm(String type, byte[] bytes) {
        Matcher boundary = BOUNDARY.matcher(type);
        if (!boundary.find()) {
            return Wanted.NOTHING;
        }
        String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        String delimiter = Pattern.quote("--" + name);
        Pattern part = Pattern.compile("(?:^|\\n)" + delimiter + SHORT_PART + delimiter + ")");
        Found found = new Found();
        String start = new String(bytes, 0, Math.min(bytes.length, FORM_SEARCHED), StandardCharsets.ISO_8859_1);
        readFields(part.matcher(start), found);
        if (bytes.length > FORM_SEARCHED) {
            int from = bytes.length - FORM_SEARCHED;
            readFields(part.matcher(new String(bytes, from, FORM_SEARCHED, StandardCharsets.ISO_8859_1)), found);
        }
        return found.wanted();
    }

    private static void readFields(Matcher part, Found found) {
        while (part.find()) {
            Matcher field = FIELD.matcher(part.group(1));
            if (!field.find()) {
                continue;
            }
            if (field.group(2).equals("model")) {
                found.model = part.group(2);
            } else {
                found.stream = Boolean.valueOf(part.group(2));
            }
        }
    }

    private static final class Found {
        private @Nullable String model;
        private @Nullable Boolean stream;

        private Wanted wanted() {
            return new Wanted(model, Boolean.TRUE.equals(stream));
        }
    }
}
