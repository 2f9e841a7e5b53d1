package io.github.openrouterproxy.fidelity;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client and its upstream say to each other passes unchanged; the cases are in the tables. */
final class FidelityIT {
    @TempDir
    private static Path base;

    private static Stage stage;

    @BeforeAll
    static void set() throws Exception {
        stage = Stage.set(base, Map.of());
    }

    @AfterAll
    static void clear() throws Exception {
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> methodsPass() {
        return tests(RequestCases.methods());
    }

    @TestFactory
    Stream<DynamicTest> targetsPassAsWritten() {
        return tests(RequestCases.TARGETS);
    }

    @TestFactory
    Stream<DynamicTest> requestHeadersPassAsWritten() {
        return tests(RequestCases.HEADERS);
    }

    @TestFactory
    Stream<DynamicTest> requestBodiesPassAsSent() {
        return tests(RequestCases.BODIES);
    }

    @TestFactory
    Stream<DynamicTest> connectionsAreKeptAsAskedFor() {
        return tests(RequestCases.CONNECTIONS);
    }

    @TestFactory
    Stream<DynamicTest> statusesPass() {
        return tests(AnswerCases.statuses());
    }

    @TestFactory
    Stream<DynamicTest> answerHeadersPassAsWritten() {
        return tests(AnswerCases.HEADS);
    }

    @TestFactory
    Stream<DynamicTest> answerBodiesPassAsSent() {
        return tests(AnswerCases.BODIES);
    }

    @TestFactory
    Stream<DynamicTest> streamsPassAsSent() {
        return tests(AnswerCases.streams());
    }

    @TestFactory
    Stream<DynamicTest> chatsPassAndAreUnderstood() {
        return tests(EndpointCases.CHAT);
    }

    @TestFactory
    Stream<DynamicTest> otherFormatsPassAndAreUnderstood() {
        return tests(EndpointCases.OTHER_FORMATS);
    }

    @TestFactory
    Stream<DynamicTest> mediaAndFilesPass() {
        return tests(EndpointCases.MEDIA_AND_FILES);
    }

    @TestFactory
    Stream<DynamicTest> questionsAboutTheAccountPass() {
        return tests(EndpointCases.ACCOUNT);
    }

    private static Stream<DynamicTest> tests(List<Case> cases) {
        return cases.stream().map(story -> DynamicTest.dynamicTest(story.name(), () -> stage.play(story)));
    }
}
