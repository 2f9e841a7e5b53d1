package io.github.openrouterproxy.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

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
