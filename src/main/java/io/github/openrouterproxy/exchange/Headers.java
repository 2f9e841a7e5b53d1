package io.github.openrouterproxy.exchange;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Header lines in the order and spelling of the wire; names repeat as they were sent. */
public record Headers(List<Header> lines) implements Iterable<Header> {
    public static final Headers NONE = new Headers(List.of());

    public Headers {
        lines = List.copyOf(lines);
    }

    /** The value of the first line with that name, in whatever spelling. */
    public Optional<String> first(String name) {
        for (Header line : lines) {
            if (line.is(name)) {
                return Optional.of(line.value());
            }
        }
        return Optional.empty();
    }

    public List<String> all(String name) {
        return stream().filter(line -> line.is(name)).map(Header::value).toList();
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    public Headers without(Predicate<Header> unwanted) {
        List<Header> kept = new ArrayList<>(lines.size());
        for (Header line : lines) {
            if (!unwanted.test(line)) {
                kept.add(line);
            }
        }
        return kept.size() == lines.size() ? this : new Headers(kept);
    }

    public Headers with(String name, String value) {
        List<Header> more = new ArrayList<>(lines.size() + 1);
        more.addAll(lines);
        more.add(new Header(name, value));
        return new Headers(more);
    }

    public Stream<Header> stream() {
        return lines.stream();
    }

    @Override
    public Iterator<Header> iterator() {
        return lines.iterator();
    }
}
