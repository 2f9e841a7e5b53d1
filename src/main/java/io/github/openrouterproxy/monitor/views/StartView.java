package io.github.openrouterproxy.monitor.views;

/**
 * How to point a client here, ready to copy.
 *
 * @param address of the relay, as clients take it for their base
 */
public record StartView(String address, String curl, String python, String node) {
    public static StartView at(String address) {
        return new StartView(address, CURL.formatted(address), PYTHON.formatted(address), NODE.formatted(address));
    }

    private static final String CURL = """
            curl %s/chat/completions \\
              -H "Authorization: Bearer $OPENROUTER_API_KEY" \\
              -H "Content-Type: application/json" \\
              -d '{"model": "openai/gpt-4o-mini", "messages": [{"role": "user", "content": "Hello"}]}'""";
    private static final String PYTHON = """
            from openai import OpenAI

            client = OpenAI(base_url="%s", api_key="sk-…")
            print(client.chat.completions.create(
                model="openai/gpt-4o-mini",
                messages=[{"role": "user", "content": "Hello"}],
            ))""";
    private static final String NODE = """
            import OpenAI from "openai";

            const client = new OpenAI({ baseURL: "%s", apiKey: "sk-…" });
            console.log(await client.chat.completions.create({
              model: "openai/gpt-4o-mini",
              messages: [{ role: "user", content: "Hello" }],
            }));""";
}
