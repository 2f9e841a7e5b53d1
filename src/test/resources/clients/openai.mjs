// Makes one call through the proxy with the official SDK and prints what came of it as one line of JSON.
import OpenAI, { toFile } from "openai";

const [baseURL, what] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "sk-node-0123456789abcdef", maxRetries: 0 });
const ask = { model: "test/model", messages: [{ role: "user", content: "Say hello" }] };

const calls = {
  async chat() {
    const answer = await client.chat.completions.create(ask);
    return { text: answer.choices[0].message.content, tokens: answer.usage.total_tokens };
  },
  async again() {
    // as often as it does by itself
    const answer = await client.chat.completions.create(ask, { maxRetries: 2 });
    return { text: answer.choices[0].message.content };
  },
  async stream() {
    let text = "";
    for await (const chunk of await client.chat.completions.create({ ...ask, stream: true })) {
      text += chunk.choices[0]?.delta?.content ?? "";
    }
    return { text };
  },
  async tools() {
    const answer = await client.chat.completions.create({
      ...ask,
      tools: [{ type: "function", function: { name: "weather", parameters: { type: "object" } } }],
    });
    return answer.choices[0].message.tool_calls[0].function;
  },
  async embed() {
    const answer = await client.embeddings.create({ model: "test/embedding", input: "hello" });
    return { vector: answer.data[0].embedding };
  },
  async upload() {
    const answer = await client.audio.transcriptions.create({
      model: "test/whisper",
      file: await toFile(Buffer.alloc(1_000_000, 7), "a.wav"),
    });
    return { text: answer.text };
  },
  async abort() {
    const stream = await client.chat.completions.create({ ...ask, stream: true });
    for await (const chunk of stream) {
      stream.controller.abort();
      return { first: chunk.choices[0].delta.content };
    }
  },
  async timeout() {
    return await client.chat.completions.create(ask, { timeout: 500 });
  },
};

try {
  console.log(JSON.stringify(await calls[what]()));
} catch (error) {
  console.log(JSON.stringify({ error: error.constructor.name, status: error.status, message: error.message }));
}
