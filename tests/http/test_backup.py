"""`POST /backup`: a download that is the memory, of whom the request is about and nobody else, leaving nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from store import backup_file
from tests.http.serving import Served, code_of


def test_the_download_is_ones_own_memory_and_no_other(served: Served, tmp_path: Path) -> None:
    served.say("我住在成都")
    served.save("别人的事", user="li")
    before = sorted(path for path in served.data.rglob("*") if path.is_file())
    answer = served.client.post("/backup")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"].startswith('attachment; filename="sebastian-owner-2025')
    (tmp_path / "mine.zip").write_bytes(answer.content)
    copies = backup_file.read(tmp_path / "mine.zip").copies
    assert list(copies) == ["owner"]
    assert copies["owner"].seq == served.seq
    after = sorted(path for path in served.data.rglob("*") if path.is_file())
    assert [path.name for path in after if path not in before] == ["lock"]
    other = served.client.post("/backup", headers={"X-Sebastian-User": "li"})
    (tmp_path / "other.zip").write_bytes(other.content)
    assert list(backup_file.read(tmp_path / "other.zip").copies) == ["li"]


def test_backups_made_while_many_talk_are_all_sound(served: Served, tmp_path: Path) -> None:
    def back_up(number: int) -> int:
        path = tmp_path / f"{number}.zip"
        path.write_bytes(served.client.post("/backup").content)
        return backup_file.read(path).copies["owner"].seq

    with ThreadPoolExecutor(6) as pool:
        talks = [pool.submit(served.say, f"第{number}句话") for number in range(12)]
        seqs = [pool.submit(back_up, number) for number in range(4)]
        assert all(talk.result().status_code == 200 for talk in talks)
        assert all(0 <= seq.result() <= served.seq for seq in seqs)


def test_a_damaged_ledger_gives_no_backup(served: Served) -> None:
    served.say("我住在成都")
    ledger = served.data / "users/owner/ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole.replace("成都".encode(), "重庆".encode(), 1))
    answer = served.client.post("/backup")
    assert (answer.status_code, code_of(answer)) == (500, "backup_unusable")
    ledger.write_bytes(whole)


def test_without_a_token_there_is_no_backup(served: Served) -> None:
    with served.stranger() as stranger:
        assert stranger.post("/backup").status_code == 401
