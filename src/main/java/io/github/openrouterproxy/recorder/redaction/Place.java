package io.github.openrouterproxy.recorder.redaction;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Where values stand that belong together though they are of several texts: in the place above, of which only the
 * number is kept, so that what stands deep costs no more than its own name. They have an order so that a map finds them
 * soon whoever chose their names.
 *
 * @param marks tell apart places of one name
 */
record Place(int above, String name, String marks) implements Comparable<Place> {
    static final int ROOT = -1;

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::above).thenComparing(Place::name).thenComparing(Place::marks);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** Gives equal places the same number. Confined to one stream. */
    static final class Numbers {
        private final Map<Place, Integer> numbers = new HashMap<>();

        int of(Place place) {
            Integer next = numbers.size();
            Integer known = numbers.putIfAbsent(place, next);
            return known == null ? next : known;
        }
    }
}
