package io.github.openrouterproxy.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks through everything the site serves, as each kind of visitor, over the calls of two users, and looks for what
 * belongs to somebody else. Its report is {@code target/isolation-walk.txt}.
 */
@Tag("beside-others")
final class IsolationWalkIT {
    private static final String ROOT_KEY = "sk-root-0123456789abcdef";
    private static final String AUDITOR_KEY = "sk-read-0123456789abcdef";
    private static final String ALICE_KEY = "sk-or-v1-alice-0123456789abcdef-a1a1";
    private static final String BOB_KEY = "sk-or-v1-bob-0123456789abcdef-b2b2";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CHANGING = List.of("POST", "PUT", "PATCH", "DELETE");

    @TempDir
    private static Path base;

    private static FakeUpstream upstream;
    private static WholeSite site;
    private static Subject alice;
    private static Subject bob;
    private static Map<String, String> aliceAlone;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final List<String> report = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        upstream = FakeUpstream.start();
        site = WholeSite.start(
                base,
                Map.of(
                        "OPENAI_API_BASE",
                        upstream.base().toString(),
                        "SUPER_ADMIN_APIKEY",
                        ROOT_KEY,
                        "AUDITOR_APIKEYS",
                        AUDITOR_KEY));
        alice = subject("alice", ALICE_KEY, "quokka");
        aliceAlone = answers(Visitor.loggedIn("alice", site.port(), ALICE_KEY), alice);
        bob = subject("bob", BOB_KEY, "narwhal");
    }

    @AfterAll
    static void stop() throws Exception {
        Files.write(Path.of("target/isolation-walk.txt"), report);
        upstream.close();
        site.close();
    }

    @Test
    void everythingThatIsServedIsWalked() {
        assertThat(new TreeSet<>(Recipes.ALL.keySet()))
                .as("what is served is what the walk has a recipe for")
                .isEqualTo(new TreeSet<>(Endpoints.of(site)));
    }

    /** Whatever is added to the site later makes the walk fail until it has a recipe. */
    @Test
    void whatIsServedAndHasNoRecipeIsNoticed() {
        site.alsoServing("/leak/*", () -> {
            Set<String> served = new TreeSet<>(Endpoints.of(site));
            served.removeAll(Recipes.ALL.keySet());

            assertThat(served).containsExactly("/leak/*");
        });
    }

    @Test
    void nobodyFindsAnythingOfSomebodyElse() throws Exception {
        Visitor nobody = Visitor.nobody(site.port());
        assertThat(walk(nobody, alice)).isEmpty();
        assertThat(walk(nobody, bob)).isEmpty();
        assertThat(walk(Visitor.loggedIn("alice", site.port(), ALICE_KEY), bob)).isEmpty();
        assertThat(walk(Visitor.loggedIn("bob", site.port(), BOB_KEY), alice)).isEmpty();
        assertThat(walk(Visitor.loggedIn("alice", site.port(), ALICE_KEY).withSessionAlone(), bob))
                .isEmpty();
    }

    /** What leads from one call to the next, and counts, stands on the pages of one's own calls. */
    @Test
    void nobodyFindsAnythingOfSomebodyElseBesideTheirOwn() throws Exception {
        assertThat(walk(Visitor.loggedIn("alice", site.port(), ALICE_KEY), alice, "bob's", bob.marks()))
                .isEmpty();
        assertThat(walk(Visitor.loggedIn("bob", site.port(), BOB_KEY), bob, "alice's", alice.marks()))
                .isEmpty();
    }

    /** Else a filter that never finds anything would seem to hide well. */
    @Test
    void everyWayToFilterFindsWhatIsOnesOwn() throws Exception {
        Visitor visitor = Visitor.loggedIn("alice", site.port(), ALICE_KEY);
        for (String path : Recipes.filtered("/api/requests", alice)) {
            JsonNode answer = JSON.readTree(visitor.get(path).body());

            assertThat(answer.get("total_count").intValue())
                    .as(path)
                    .isEqualTo(path.contains("status=2xx") || path.contains("min_duration") ? 4 : 5);
        }
    }

    /** Neither by forms nor by any method that the API might know. */
    @Test
    void nobodyChangesOrEndsWhatIsSomebodyElses() throws Exception {
        Visitor administrator = Visitor.loggedIn("administrator", site.port(), ROOT_KEY);
        Visitor owner = Visitor.loggedIn("alice", site.port(), ALICE_KEY);
        String before = state(administrator);
        List<String> findings = new ArrayList<>();

        sendForms(() -> Visitor.nobody(site.port()), findings);
        sendForms(() -> Visitor.loggedIn("bob", site.port(), BOB_KEY), findings);
        sendForms(() -> Visitor.loggedIn("auditor", site.port(), AUDITOR_KEY), new ArrayList<>());

        assertThat(findings).isEmpty();
        assertThat(state(administrator)).isEqualTo(before);
        assertThat(owner.get("/requests").statusCode())
                .as("whose session others could not end")
                .isEqualTo(200);
    }

    @Test
    void whoMaySeeItFindsIt() throws Exception {
        for (Subject owner : List.of(alice, bob)) {
            Visitor visitor = Visitor.loggedIn(owner.name(), site.port(), owner.key());
            assertThat(walk(visitor, owner)).hasSizeGreaterThan(20);
            assertThat(walk(visitor.withSessionAlone(), owner))
                    .hasSizeGreaterThan(20)
                    .anyMatch(finding -> finding.contains(" /api/stats"))
                    .anyMatch(finding -> finding.contains(" /api/requests/"));
            assertThat(walk(Visitor.loggedIn("administrator", site.port(), ROOT_KEY), owner))
                    .hasSizeGreaterThan(20);
            assertThat(walk(Visitor.loggedIn("auditor", site.port(), AUDITOR_KEY), owner))
                    .hasSizeGreaterThan(20);
        }
    }

    @Test
    void noFigureOfAUserChangesByWhatAnotherDoes() throws Exception {
        Map<String, String> afterwards = answers(Visitor.loggedIn("alice", site.port(), ALICE_KEY), alice);

        assertThat(afterwards).isEqualTo(aliceAlone);
    }

    @Test
    void theIdOfSomebodyElseIsAnsweredAsOneThatNeverWas() throws Exception {
        for (String foreign : bob.everyId().subList(2, 5)) {
            isAnsweredAsOneThatNeverWas(foreign);
        }
    }

    private static void isAnsweredAsOneThatNeverWas(String foreign) throws IOException, InterruptedException {
        Visitor visitor = Visitor.loggedIn("alice", site.port(), ALICE_KEY);
        String never = "0000000000000001";
        for (String path : Stream.of("/requests/%s", "/api/requests/%s", "/api/request/%s")
                .flatMap(page -> Stream.of("", "/request-body", "/response-body", "/nothing", "?live=1", "?from=0")
                        .map(page::concat))
                .toList()) {
            for (String method : List.of("GET", "HEAD", "POST", "DELETE")) {
                HttpResponse<String> answer = visitor.ask(method, path.formatted(foreign));

                assertThat(answer.statusCode()).as(method + " " + path).isGreaterThanOrEqualTo(400);
                assertThat(shown(answer, foreign))
                        .as(method + " " + path)
                        .isEqualTo(shown(visitor.ask(method, path.formatted(never)), never));
            }
            if (!path.endsWith("/nothing")) {
                assertThat(visitor.get(path.formatted(foreign)).statusCode()).isEqualTo(404);
            }
        }
    }

    @Test
    void noAuditorSeesACharacterOfTheAdministratorsKey() throws Exception {
        Subject root = subject("root", ROOT_KEY, "walrus");
        Visitor auditor = Visitor.loggedIn("auditor", site.port(), AUDITOR_KEY);

        assertThat(root.mask()).isEqualTo("administrator");
        assertThat(walk(auditor, root, "fingerprints", List.of(root.fingerprint())))
                .hasSizeGreaterThan(20);
        assertThat(walk(
                        auditor,
                        root,
                        "keys",
                        List.of(ROOT_KEY.substring(0, 6), "…" + ROOT_KEY.substring(ROOT_KEY.length() - 4))))
                .isEmpty();
    }

    @Test
    void anAuditorChangesNothingAndThatHeTriedIsWrittenDownOnce() throws Exception {
        Visitor auditor = Visitor.loggedIn("auditor", site.port(), AUDITOR_KEY);
        String label = "user=" + alice.fingerprint() + "&label=seized";

        assertThat(auditor.submit("/users", label)).isEqualTo(403);
        assertThat(auditor.submit("/users", label)).isEqualTo(403);

        Visitor administrator = Visitor.loggedIn("administrator", site.port(), ROOT_KEY);
        assertThat(administrator.get("/api/users").body()).doesNotContain("seized");
        JsonNode entries = JSON.readTree(administrator.get("/api/audit").body()).findPath("entries");
        assertThat(StreamSupport.stream(entries.spliterator(), false)
                        .filter(entry -> entry.get("action").textValue().equals("refused"))
                        .map(entry -> entry.get("detail").textValue()))
                .containsOnlyOnce("POST /users");
    }

    /** Everything of an answer but its time, with the id left out that was asked for. */
    private static String shown(HttpResponse<String> answer, String id) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeAll(List.of("date", "content-length"));
        String body = answer.body().replaceAll("data-now=\"[^\"]*\"", "");
        return (answer.statusCode() + " " + headers + " " + body).replace(id, "ID");
    }

    /** What there is to change. */
    private static String state(Visitor administrator) throws IOException, InterruptedException {
        return administrator.get("/api/users").body()
                + administrator
                        .get("/api/requests?page_size=200&user=" + alice.fingerprint())
                        .body();
    }

    private static void sendForms(Callable<Visitor> comer, List<String> findings) throws Exception {
        String fields = "user=%s&label=stolen&id=%s&everywhere=true&theme=dark&back=/"
                .formatted(alice.fingerprint(), alice.ids().get(0));
        int sent = 0;
        for (String endpoint : Endpoints.of(site)) {
            // A form may have ended the session.
            Visitor visitor = comer.call();
            List<String> paths = new ArrayList<>(
                    Recipes.ALL.getOrDefault(endpoint, none -> List.of()).apply(alice));
            if (!endpoint.contains("*") && endpoint.startsWith("/")) {
                paths.add(endpoint);
            }
            for (String path : paths) {
                sent++;
                note(visitor, path, visitor.post(path, fields), alice.marks(), findings);
                for (String method : endpoint.contains(" /api/") ? CHANGING : List.<String>of()) {
                    sent++;
                    note(visitor, path, visitor.ask(method, path), alice.marks(), findings);
                }
            }
        }
        report.add("%s sent %d forms and changes to what belongs to alice, and won %d"
                .formatted(comer.call().name(), sent, findings.size()));
    }

    private static void note(
            Visitor visitor, String path, HttpResponse<String> answer, List<String> marks, List<String> findings) {
        String said = answer.body() + answer.headers().map();
        // A page may repeat what it was asked for.
        marks.stream()
                .filter(mark -> said.contains(mark) && !path.contains(mark))
                .map(mark -> visitor.name() + " " + path + " " + answer.statusCode() + ": " + mark)
                .forEach(findings::add);
    }

    /** Where the visitor found something of the victim. */
    private static List<String> walk(Visitor visitor, Subject victim) throws IOException, InterruptedException {
        return walk(visitor, victim, "them", victim.marks());
    }

    private static List<String> walk(Visitor visitor, Subject victim, String sought, List<String> marks)
            throws IOException, InterruptedException {
        List<String> findings = new ArrayList<>();
        int asked = 0;
        for (String endpoint : Endpoints.of(site)) {
            for (String path :
                    Recipes.ALL.getOrDefault(endpoint, none -> List.of()).apply(victim)) {
                asked++;
                note(visitor, path, visitor.get(path), marks, findings);
            }
        }
        report.add("%s asked %d times for what belongs to %s, looked for %s, and found %d"
                .formatted(visitor.name(), asked, victim.name(), sought, findings.size()));
        return findings;
    }

    /** Every JSON answer to somebody who asks for their own. */
    private static Map<String, String> answers(Visitor visitor, Subject own) throws IOException, InterruptedException {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String endpoint : Endpoints.of(site)) {
            if (endpoint.contains(" /api/")) {
                for (String path :
                        Recipes.ALL.getOrDefault(endpoint, none -> List.of()).apply(own)) {
                    HttpResponse<String> answer = visitor.get(path);
                    answers.put(path, answer.statusCode() + " " + answer.body());
                }
            }
        }
        return answers;
    }

    private static Subject subject(String name, String key, String word) throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            upstream.answerNext(Reply.json(200, """
                    {"id":"gen-%s","object":"chat.completion","model":"%s/model","choices":[{"index":0,\
                    "message":{"role":"assistant","content":"answer %s"},"finish_reason":"stop"}],\
                    "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""".replace("%s", word)));
            assertThat(call(key, word).statusCode()).isEqualTo(200);
        }
        upstream.answerNext(Reply.json(400, "{\"error\":{\"message\":\"no " + word + " today\"}}"));
        assertThat(call(key, word).statusCode()).isEqualTo(400);
        upstream.answerNext(Reply.events()
                .piece("data: {\"model\":\"" + word + "/model\"}\n\n")
                .stall());
        // what is in line is for this call, and not for the question about the key that the first look at the site asks
        CLIENT.send(request(key, word), BodyHandlers.ofInputStream());
        Instant patience = Instant.now().plusSeconds(30);
        List<JsonNode> rows = new ArrayList<>();
        while (rows.size() < 5) {
            assertThat(Instant.now()).as("when the call that runs is on record").isBefore(patience);
            rows.clear();
            rows(key, word).forEach(rows::add);
        }
        List<String> ids = rows.stream().map(row -> row.get("id").textValue()).toList();
        assertThat(rows.get(0).get("state").textValue()).isEqualTo("in_flight");
        String fingerprint = rows.get(0).get("user").textValue();
        Visitor administrator = Visitor.loggedIn("administrator", site.port(), ROOT_KEY);
        assertThat(administrator.submit("/users", "user=" + fingerprint + "&label=" + word + "-badge"))
                .isEqualTo(303);
        return new Subject(
                name,
                key,
                word,
                ids.subList(2, 5),
                ids.subList(0, 2),
                fingerprint,
                rows.get(0).get("api_key").textValue());
    }

    private static HttpResponse<String> call(String key, String word) throws IOException, InterruptedException {
        return CLIENT.send(request(key, word), BodyHandlers.ofString());
    }

    private static HttpRequest request(String key, String word) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + site.port() + "/v1/chat/completions/" + word + "?q=" + word))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("X-Note", word)
                .POST(BodyPublishers.ofString("{\"model\":\"" + word + "/model\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"question " + word + "\"}]}"))
                .build();
    }

    private static JsonNode rows(String key, String word) throws IOException, InterruptedException {
        HttpRequest list = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + site.port() + "/api/requests?path=/chat/completions/" + word))
                .header("Authorization", "Bearer " + key)
                .build();
        return JSON.readTree(CLIENT.send(list, BodyHandlers.ofString()).body()).get("requests");
    }
}
