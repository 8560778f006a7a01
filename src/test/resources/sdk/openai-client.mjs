// OpenAI's client for Node in front of a relay: node openai-client.mjs RELAY SIMULATOR. Each line that it prints is
// one thing seen; it fails at the first that is not as it should be.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const [relay, simulator] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${relay}/v1`, apiKey: 'sk-test' });
const question = { model: 'deepseek-flash', messages: [{ role: 'user', content: '介绍三个北京必去的旅游景点。' }] };
const ask = (more = {}, options = {}) => client.chat.completions.create({ ...question, ...more }, options);
const stats = async () => (await fetch(`${simulator}/stats`)).json();

/** The simulator's statistics, as soon as they are so. */
async function statsWhen(condition) {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const now = await stats();
    if (condition(now)) return now;
  }
  throw new Error(`never so: ${JSON.stringify(await stats())}`);
}

async function plain() {
  const answer = await ask();
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.ok(answer.choices[0].message.content.length > 0);
  assert.ok(answer._request_id);
}

/** A relay that gathered the deltas would give none while the simulator has still some to send. */
async function stream() {
  const wish = { latency_ms: 2000, tokens: 20 };
  let text = '';
  let last;
  for await (const chunk of await ask({ stream: true, stream_options: { include_usage: true }, simulator: wish })) {
    if (!text) assert.equal((await stats()).inflight, 1, 'the first delta came with the last');
    text += chunk.choices[0]?.delta.content ?? '';
    last = chunk;
  }
  assert.ok(text.length > 0);
  assert.equal(last.usage.completion_tokens, 20);
}

/** What is raised, and how many attempts the simulator sees: the relay's, for the client makes none of its own. */
async function errors() {
  const raised = {
    http_400: [OpenAI.BadRequestError, 1],
    http_401: [OpenAI.AuthenticationError, 1],
    http_422: [OpenAI.UnprocessableEntityError, 1],
    http_429: [OpenAI.RateLimitError, 3],
    http_503: [OpenAI.InternalServerError, 3],
  };
  await Promise.all(
    Object.entries(raised).map(async ([fault, [type]]) => {
      const own = new OpenAI({ baseURL: `${relay}/v1`, apiKey: `sk-${fault}` });
      const failing = own.chat.completions.create({ ...question, simulator: { fault } });
      const error = await failing.then(() => assert.fail(`${fault}: answered`), (failure) => failure);
      assert.ok(error instanceof type, `${fault}: ${error}`);
      assert.ok(error.requestID, fault);
      assert.equal(error.headers.get('x-should-retry'), 'false', fault);
    }),
  );
  const attempts = Object.values(raised).reduce((sum, [, each]) => sum + each, 0);
  assert.equal((await stats()).rejected, attempts);
}

async function brokenStream() {
  const seen = [];
  const answer = await ask({ stream: true, simulator: { fault: 'stream_without_done' } });
  await assert.rejects(async () => {
    for await (const chunk of answer) seen.push(chunk);
  }, OpenAI.APIError);
  assert.ok(seen.length > 0);
}

/** A stream after its first delta, and a plain call while its answer is still being made. */
async function abort() {
  const before = await stats();
  const wish = { latency_ms: 60_000, tokens: 1000 };
  const leaving = new AbortController();
  for await (const chunk of await ask({ stream: true, simulator: wish }, { signal: leaving.signal })) {
    assert.ok(chunk);
    leaving.abort();
  }
  await statsWhen((now) => now.aborted === before.aborted + 1 && now.inflight === 0);

  const leavingToo = new AbortController();
  const answer = ask({ simulator: wish }, { signal: leavingToo.signal });
  statsWhen((now) => now.inflight === 1).then(() => leavingToo.abort());
  await assert.rejects(answer, OpenAI.APIUserAbortError);
  await statsWhen((now) => now.aborted === before.aborted + 2 && now.inflight === 0);
}

async function models() {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes('deepseek-flash'), ids.join());
  assert.equal((await client.models.retrieve('deepseek-flash')).object, 'model');
}

for (const each of [plain, stream, errors, brokenStream, abort, models]) {
  await each();
  console.log(each.name);
}
