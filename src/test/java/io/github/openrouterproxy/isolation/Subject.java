package io.github.openrouterproxy.isolation;

import java.util.ArrayList;
import java.util.List;

/** Somebody with calls of their own, and by what these would be recognized elsewhere. */
record Subject(String name, String key, String word, List<String> ids, String fingerprint, String mask) {
    /** Words in the calls, their ids, the key with its fingerprint and mask. */
    List<String> marks() {
        List<String> marks = new ArrayList<>(ids);
        marks.addAll(List.of(word, fingerprint, mask, key));
        return marks;
    }
}
