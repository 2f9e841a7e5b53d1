package io.github.openrouterproxy.dao.sqlite.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that hold JSON. Any thread.
 *
 * <p>Headers are an array of {@code ["name","value"]} pairs, which keeps their order, spelling and repetition; attempts
 * an array of arrays {@code [number, start_us, status, failure, pause_us]}.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    public static String ofHeaders(Headers headers) {
        return written(json -> {
            for (Header line : headers) {
                json.writeStartArray();
                json.writeString(line.name());
                json.writeString(line.value());
                json.writeEndArray();
            }
        });
    }

    public static Headers headers(String text) {
        List<Header> lines = read(text, json -> {
            json.nextToken();
            String name = json.getText();
            json.nextToken();
            return new Header(name, json.getText());
        });
        return new Headers(lines);
    }

    public static String ofAttempts(List<Attempt> attempts) {
        return written(json -> {
            for (Attempt attempt : attempts) {
                json.writeStartArray();
                json.writeNumber(attempt.number());
                json.writeNumber(Micros.of(attempt.start()));
                if (attempt.status() == null) {
                    json.writeNull();
                } else {
                    json.writeNumber(attempt.status());
                }
                json.writeString(attempt.failure());
                json.writeNumber(Micros.of(attempt.pause()));
                json.writeEndArray();
            }
        });
    }

    public static List<Attempt> attempts(String text) {
        return read(text, json -> {
            int number = json.nextIntValue(0);
            Duration start = Micros.duration(json.nextLongValue(0));
            Integer status = json.nextToken() == JsonToken.VALUE_NULL ? null : json.getIntValue();
            String failure = json.nextToken() == JsonToken.VALUE_NULL ? null : json.getText();
            Duration pause = Micros.duration(json.nextLongValue(0));
            return new Attempt(number, start, status, failure, pause);
        });
    }

    public static String ofNames(List<String> names) {
        return written(json -> {
            for (String name : names) {
                json.writeString(name);
            }
        });
    }

    public static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                names.add(json.getText());
            }
        } catch (IOException e) {
            throw new DatabaseException("A stored list is not the JSON that was written", e);
        }
        return names;
    }

    private static String written(Writing rows) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartArray();
            rows.to(json);
            json.writeEndArray();
        } catch (IOException e) {
            throw new IllegalStateException("a string can always be written to", e);
        }
        return text.toString();
    }

    /** Reads an array of arrays; {@code row} begins behind the inner bracket and leaves the closing one. */
    private static <T> List<T> read(String text, Reading<T> row) {
        List<T> rows = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                rows.add(row.from(json));
                json.nextToken();
            }
        } catch (IOException e) {
            throw new DatabaseException("A stored list is not the JSON that was written", e);
        }
        return rows;
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private interface Reading<T> {
        T from(JsonParser json) throws IOException;
    }
}
