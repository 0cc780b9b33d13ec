"""Steps run in children of a warm process: a crash of one is one failed step."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from phare.errors import PhareError
from phare.workflow import ledger
from phare.workflow.step import Step
from phare.workflow.worker import StepError, Worker

BODIES = {
    "good": "step.path('out').write_text('done')",
    "segfault": "import ctypes; ctypes.string_at(0)",
    "exit": "import os; os._exit(3)",
    "killed": "import os; os.kill(os.getpid(), 9)",
    "defect": "raise KeyError('lost')",
    "refusal": "from phare.contracts import refuse; raise refuse('card', 'a', 'b', 'mend it')",
    "slow": "import time; time.sleep(60)",
    "chatty": "import os; print('said'); os.write(2, b'shouted\\n'); step.path('out').touch()",
}


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.chdir(tmp_path)
    for name, body in BODIES.items():
        Path(f"{name}.py").write_text(f"def main(step):\n    {body}\n")
    worker = Worker()
    yield worker
    worker.close()


def step(name: str, number: int = 0) -> Step:
    out = f"out/{name}{number}"
    Path("out").mkdir(exist_ok=True)
    return Step(
        script=str(Path(f"{name}.py").resolve()),
        job=f"{name}/{number}",
        input={},
        output={"out": out},
        settings="{}",
        code={},
        log=f"logs/{name}{number}.log",
    )


def test_a_step_is_done_and_put_on_record(worker: Worker) -> None:
    worker.perform(step("good"))
    assert Path("out/good0").read_text() == "done"
    assert list(ledger.entries()["good/0"].outputs) == ["out/good0"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("segfault", "SIGSEGV"),
        ("exit", "status 3"),
        ("killed", "SIGKILL"),
        ("defect", "KeyError: 'lost'"),
    ],
)
def test_a_crash_fails_one_step_and_the_next_is_done(worker: Worker, name: str, said: str) -> None:
    with pytest.raises(StepError, match=said):
        worker.perform(step(name))
    worker.perform(step("good"))
    assert Path("out/good0").exists()


def test_a_refusal_crosses_with_its_parts(worker: Worker) -> None:
    with pytest.raises(PhareError) as raised:
        worker.perform(step("refusal"))
    assert raised.value.problems[0].remedy == "mend it"


def test_steps_run_side_by_side(worker: Worker) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: worker.perform(step("good", number)), range(16)))
    assert len(list(Path("out").iterdir())) == 16


def test_what_a_step_prints_is_in_its_log(worker: Worker) -> None:
    worker.perform(step("chatty"))
    text = Path("logs/chatty0.log").read_text()
    assert "said" in text
    assert "shouted" in text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_the_end_of_the_front_is_the_end_of_its_steps(worker: Worker) -> None:
    with ThreadPoolExecutor(1) as pool:
        failing = pool.submit(worker.perform, step("slow"))
        end = time.monotonic() + 20
        while not Path("logs/slow0.log").exists() and time.monotonic() < end:
            time.sleep(0.02)
        worker.close()
        with pytest.raises(StepError):
            failing.result(timeout=10)
