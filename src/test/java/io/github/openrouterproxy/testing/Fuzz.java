package io.github.openrouterproxy.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Hostile input: pieces of the grammar under test among arbitrary characters, the same ones for the same seed. */
public final class Fuzz {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int MOST_PARTS = 24;

    private final SplittableRandom random;

    private Fuzz(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Runs {@code round} as often as {@code fuzz.rounds} says; a failure names the seed that repeats it alone. */
    public static void rounds(Consumer<Fuzz> round) {
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            try {
                round.accept(new Fuzz(seed));
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError("again with -Dfuzz.rounds=1 -Dfuzz.seed=" + seed, e);
            }
        }
    }

    public int number(int bound) {
        return random.nextInt(bound);
    }

    public String oneOf(List<String> choices) {
        return choices.get(number(choices.size()));
    }

    /** Words of the grammar and stray characters in any order. */
    public String text(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (int parts = number(MOST_PARTS); parts > 0; parts--) {
            switch (number(4)) {
                case 0 -> text.append((char) number(0x80));
                case 1 -> text.append((char) number(Character.MAX_VALUE + 1));
                default -> text.append(oneOf(words));
            }
        }
        return text.toString();
    }

    public byte[] bytes(List<String> words) {
        byte[] bytes = text(words).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && number(2) == 0) {
            bytes[number(bytes.length)] = (byte) number(256);
        }
        return bytes;
    }

    /** Of letters and digits, so that no grammar takes it apart. */
    public String secret() {
        StringBuilder secret = new StringBuilder();
        for (int length = 24 + number(40); length > 0; length--) {
            secret.append(Character.forDigit(number(36), 36));
        }
        return secret.toString();
    }
}
