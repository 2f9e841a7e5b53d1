package io.github.openrouterproxy.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody with calls of their own, and by what these would be recognized elsewhere.
 *
 * @param ids of those that were answered, newest first
 * @param others of one that failed, and of one that still runs
 */
record Subject(
        String name, String key, String word, List<String> ids, List<String> others, String fingerprint, String mask) {
    List<String> everyId() {
        return Stream.concat(ids.stream(), others.stream()).toList();
    }

    /** Words in the calls, their ids, the key with its fingerprint and mask. */
    List<String> marks() {
        List<String> marks = new ArrayList<>(everyId());
        marks.addAll(List.of(word, fingerprint, mask, key));
        return marks;
    }
}
