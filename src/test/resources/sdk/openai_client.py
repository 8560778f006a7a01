"""OpenAI's client for Python in front of a relay: python3 openai_client.py RELAY SIMULATOR.

Each line that it prints is one thing seen; it fails at the first that is not as it should be.
"""

import asyncio
import json
import sys
import time
import urllib.request

import openai

RELAY, SIMULATOR = sys.argv[1:]
QUESTION = {
    "model": "deepseek-flash",
    "messages": [{"role": "user", "content": "介绍三个北京必去的旅游景点。"}],
}
# What is raised, and how many attempts the simulator sees: the relay's, for the client makes none of its own.
ERRORS = {
    "http_400": (openai.BadRequestError, 1),
    "http_401": (openai.AuthenticationError, 1),
    "http_422": (openai.UnprocessableEntityError, 1),
    "http_429": (openai.RateLimitError, 3),
    "http_503": (openai.InternalServerError, 3),
}


def client(key="sk-test"):
    return openai.OpenAI(base_url=RELAY + "/v1", api_key=key)


def ask(key="sk-test", wish=None, **more):
    """The client refuses arguments that it does not know, unless they come as extra_body."""
    return client(key).chat.completions.create(**QUESTION, **more, extra_body={"simulator": wish or {}})


def stats():
    with urllib.request.urlopen(SIMULATOR + "/stats") as answer:
        return json.load(answer)


def stats_when(condition):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        now = stats()
        if condition(now):
            return now
    raise AssertionError(f"never so: {stats()}")


def plain():
    answer = ask()
    assert answer.choices[0].finish_reason == "stop", answer
    assert answer.choices[0].message.content, answer
    assert answer._request_id, answer


def gathered():
    """As the original experiment ended: several questions at once."""

    async def all_at_once():
        async with openai.AsyncOpenAI(base_url=RELAY + "/v1", api_key="sk-test") as many:
            slow = {"simulator": {"latency_ms": 1000}}
            calls = [many.chat.completions.create(**QUESTION, extra_body=slow) for _ in range(10)]
            return await asyncio.gather(*calls)

    before = stats()["requests"]
    assert len(asyncio.run(all_at_once())) == 10
    now = stats()
    assert now["requests"] == before + 10, now
    assert now["peak"] > 1, f"one after the other: {now}"


def stream():
    text, last = "", None
    wish = {"latency_ms": 2000, "tokens": 20}
    for chunk in ask(wish=wish, stream=True, stream_options={"include_usage": True}):
        assert text or stats()["inflight"] == 1, "the first delta came with the last"
        text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
        last = chunk
    assert text
    assert last.usage.completion_tokens == 20, last


def errors():
    before = stats()["rejected"]
    for fault, (kind, _) in ERRORS.items():
        try:
            ask(key="sk-py-" + fault, wish={"fault": fault})
        except kind as error:
            assert error.request_id, fault
            assert error.response.headers["x-should-retry"] == "false", fault
        else:
            raise AssertionError(f"{fault}: answered")
    attempts = sum(each for _, each in ERRORS.values())
    assert stats()["rejected"] == before + attempts, "the relay alone tries again"


def broken_stream():
    seen = []
    try:
        for chunk in ask(wish={"fault": "stream_without_done"}, stream=True):
            seen.append(chunk)
    except openai.APIError:
        assert seen
    else:
        raise AssertionError("a stream that was cut looks complete")


def abort():
    before = stats()
    answer = ask(wish={"latency_ms": 60_000, "tokens": 1000}, stream=True)
    next(iter(answer))
    answer.close()
    stats_when(lambda now: now["aborted"] == before["aborted"] + 1 and now["inflight"] == 0)


def models():
    ids = [model.id for model in client().models.list()]
    assert "deepseek-flash" in ids, ids
    assert client().models.retrieve("deepseek-flash").object == "model"


for each in (plain, gathered, stream, errors, broken_stream, abort, models):
    each()
    print(each.__name__, flush=True)
