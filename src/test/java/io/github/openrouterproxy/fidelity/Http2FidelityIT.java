package io.github.openrouterproxy.fidelity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Heads and bodies pass with HTTP/2 on the way to the upstream too, but for what cannot be said in it. */
final class Http2FidelityIT {
    @TempDir
    private static Path base;

    private static Stage stage;

    @BeforeAll
    static void set() throws Exception {
        stage = Stage.ofHttp2(base);
    }

    @AfterAll
    static void clear() throws Exception {
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> requestsPass() {
        List<Case> cases = new ArrayList<>(RequestCases.methods());
        cases.addAll(RequestCases.TARGETS);
        cases.addAll(RequestCases.HEADERS);
        cases.addAll(RequestCases.BODIES);
        return tests(cases);
    }

    @TestFactory
    Stream<DynamicTest> answersPass() {
        List<Case> cases = new ArrayList<>(AnswerCases.statuses());
        cases.addAll(AnswerCases.HEADS);
        cases.addAll(AnswerCases.BODIES);
        cases.addAll(AnswerCases.streams());
        return tests(cases);
    }

    private static Stream<DynamicTest> tests(List<Case> cases) {
        return cases.stream().map(story -> DynamicTest.dynamicTest(story.name(), () -> stage.play(story)));
    }
}
