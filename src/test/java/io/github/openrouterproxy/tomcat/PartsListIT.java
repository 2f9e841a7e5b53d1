package io.github.openrouterproxy.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.openrouterproxy.testing.machine.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of parts (CycloneDX) name what is shipped, and nothing else. */
final class PartsListIT {
    private static final Path TARGET = Path.of("target");

    @Test
    void theListOfTheWarNamesEveryJarInItAndNoOther() throws IOException {
        Set<String> jars;
        try (JarFile war = new JarFile(System.getProperty("war"))) {
            jars = war.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("WEB-INF/lib/") && name.endsWith(".jar"))
                    .map(name -> name.substring("WEB-INF/lib/".length(), name.length() - ".jar".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        assertThat(jars).hasSizeGreaterThan(30);
        assertThat(listed("openrouter-proxy-sbom.json")).isEqualTo(jars);
    }

    @Test
    void theListOfTheServerNamesItsTomcatToo() throws IOException {
        Set<String> parts = listed("openrouter-proxy-sbom.json");
        parts.add("tomcat-" + shippedTomcat());

        assertThat(listed("openrouter-proxy-server-sbom.json")).isEqualTo(parts);
    }

    /** What is carried away is what was tried out, and can be started. */
    @Test
    void theArchiveHasWhatTheFolderHas(@TempDir Path unpacked) throws Exception {
        String archive = TARGET.resolve("openrouter-proxy.tar.gz").toString();
        assertThat(Command.run("tar", "-xzf", archive, "-C", unpacked.toString()))
                .isZero();

        Map<String, String> carried = files(unpacked.resolve("openrouter-proxy"));

        assertThat(carried)
                .isEqualTo(files(Path.of(System.getProperty("tomcat.home"))))
                .containsKeys("conf/server.xml", "bin/setenv.sh", "webapp/WEB-INF/web.xml");
        assertThat(carried.entrySet())
                .filteredOn(file -> file.getKey().endsWith(".sh"))
                .hasSizeGreaterThan(5)
                .allSatisfy(script -> assertThat(script.getValue()).isEqualTo("rwxr-xr-x"));
    }

    /** With their permissions. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(
                        folder.relativize(file).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return found;
    }

    private static String shippedTomcat() throws IOException {
        Path catalina = Path.of(System.getProperty("tomcat.home")).resolve("lib/catalina.jar");
        try (JarFile jar = new JarFile(catalina.toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Implementation-Version");
        }
    }

    /** As the jars are called. */
    private static Set<String> listed(String file) throws IOException {
        JsonNode components =
                new ObjectMapper().readTree(TARGET.resolve(file).toFile()).get("components");
        return StreamSupport.stream(components.spliterator(), false)
                .map(part ->
                        part.get("name").textValue() + "-" + part.get("version").textValue())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
