package io.github.openrouterproxy.testing.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that is soon full. One test's. */
public record SmallDisk(Path folder) implements AutoCloseable {
    private static final int BLOCK = 4096;

    /**
     * Ends the test where nothing can be mounted.
     *
     * @param size as {@code mount} has it
     */
    public static SmallDisk mount(Path base, String size) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(base.resolve("disk"));
        assumeThat(Command.run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()))
                .as("a small disk can be mounted")
                .isZero();
        return new SmallDisk(folder);
    }

    /** @return the file that takes all the room there was */
    public Path fill() throws IOException {
        Path filler = folder.resolve("filler");
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return filler;
    }

    @Override
    public void close() throws IOException {
        try {
            Command.run("umount", "-l", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
