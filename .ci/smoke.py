"""Start the installed `sebastian serve` as a person would, send the README's two curl lines, stop it with Ctrl-C."""

import http.client
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import wave

TOKEN = "smoke"
START_S, ANSWER_S, STOP_S = 900, 300, 30


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def ask(port: int, method: str, path: str, body: bytes = b"", kind: str = "", token: str = TOKEN) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_S)
    try:
        connection.request(method, path, body, {"Authorization": f"Bearer {token}", "Content-Type": kind})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def wait_until_healthy(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit(f"the server ended with {server.returncode}")
        try:
            status, body = ask(port, "GET", "/health")
        except OSError:
            time.sleep(0.5)
            continue
        assert status == 200, (status, body)
        print("GET /health:", body.decode())
        return
    sys.exit(f"the server did not answer within {START_S} s")


def say_hello(port: int) -> None:
    words = json.dumps({"text": "你好，你是谁？"}, ensure_ascii=False).encode()
    status, body = ask(port, "POST", "/chat/text", words, "application/json")
    print("POST /chat/text:", status, body.decode())
    answer = json.loads(body)
    assert status == 200, status
    assert set(answer) == {"response", "memory"}, answer
    assert answer["response"], answer
    status, body = ask(port, "POST", "/chat/text", words, "application/json", token="wrong")
    assert status == 401, status
    assert json.loads(body)["error"]["code"], body


def send_silence(port: int) -> None:
    """A second of silence: refused for what it is, before any model is asked."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(32_000))
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x.wav"\r\nContent-Type: audio/wav\r\n\r\n'
    body = head + sound.getvalue() + b"\r\n--x--\r\n"
    status, answer = ask(port, "POST", "/chat/audio", body, "multipart/form-data; boundary=x")
    print("POST /chat/audio:", status, answer.decode())
    assert (status, json.loads(answer)["error"]["code"]) == (422, "audio_silent"), (status, answer)


def main(sebastian: str) -> None:
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "TOKEN": TOKEN, "SEBASTIAN_DATA": data, "SEBASTIAN_PORT": str(port)}
        server = subprocess.Popen([sebastian, "serve"], cwd="/", env=environment)
        try:
            wait_until_healthy(server, port)
            say_hello(port)
            send_silence(port)
            server.send_signal(signal.SIGINT)
            code = server.wait(timeout=STOP_S)
            assert code == 0, f"Ctrl-C ended it with {code}"
        finally:
            server.kill()
            server.wait()
    print("smoke: all well")


if __name__ == "__main__":
    main(sys.argv[1])
