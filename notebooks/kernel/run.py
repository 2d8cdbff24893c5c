"""Executes one notebook through the hsalab kernel; started by the Go package beside it.

The job is a JSON object in the first argument. Events go to standard output, one JSON object a line.
Standard input is held open by the caller: its end means that the caller is gone, and the kernel with it.
"""

import atexit
import json
import os
import re
import shutil
import signal
import sys
import threading

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError


def emit(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


def follow_parent(tmp):
    """Ends the kernel and this process once the caller is gone, and removes what it cannot remove any more."""
    sys.stdin.read()
    atexit.register(shutil.rmtree, tmp, ignore_errors=True)
    os.kill(os.getpid(), signal.SIGTERM)


def frames(stderr):
    """The source lines of a stack that gonb did not translate to cells, as it does not when they come in
    pieces. They are in the kernel's scratch directory as long as it lives."""
    found = []
    for path, number in re.findall(r"(/\S+/main\.go):(\d+)", stderr):
        try:
            with open(path, encoding="utf-8") as f:
                found.append(f.read().splitlines()[int(number) - 1])
        except (OSError, IndexError):
            pass
    return found


def stderr(cell):
    return "".join(o.text for o in cell.get("outputs", []) if o.output_type == "stream" and o.name == "stderr")


class Position:
    """The cell being executed: its place among all cells and its number among the code cells."""

    def __init__(self, nb):
        self.nb, self.index, self.number = nb, -1, 0
        self.frames = []
        self.total = sum(c.cell_type == "code" and bool(c.source.strip()) for c in nb.cells)

    def start(self, cell, cell_index):
        self.index = cell_index
        self.number += 1
        emit("cell", number=self.number, total=self.total)

    def error(self, cell, cell_index, execute_reply):
        self.frames = frames(stderr(cell))

    def failure(self, kind, message, traceback=""):
        cell = self.nb.cells[self.index] if self.index >= 0 else {}
        emit("failure", kind=kind, number=self.number, source=cell.get("source", ""), message=message,
             traceback=traceback, stderr=stderr(cell), frames=self.frames)


def execute(job, nb):
    """Runs all cells; returns whether they succeeded. The notebook holds the outputs either way."""
    at = Position(nb)
    client = NotebookClient(
        nb, timeout=job["timeout"], kernel_name=job["kernel"], startup_timeout=120, record_timing=False,
        resources={"metadata": {"path": job["dir"]}}, on_cell_execute=at.start, on_cell_error=at.error,
        on_notebook_start=lambda notebook: emit("kernel", pid=client.km.provisioner.pid))
    try:
        client.execute()
        return True
    except CellExecutionError as e:
        at.failure("error", e.evalue, e.traceback)
    except CellTimeoutError:
        at.failure("timeout", "the cell did not end in time")
    except Exception as e:  # a kernel that died, or never came up
        at.failure("kernel", f"{type(e).__name__}: {e}")
    return False


def export(nb, path, title):
    """Writes a page that shows the notebook and asks nothing of the network."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(mathjax_url="", require_js_url="")
    body, _ = exporter.from_notebook_node(nb, resources={"metadata": {"name": title}})
    with open(path, "w", encoding="utf-8") as f:
        f.write(body)


def main():
    job = json.loads(sys.argv[1])
    threading.Thread(target=follow_parent, args=(job["tmp"],), daemon=True).start()
    nb = nbformat.read(job["notebook"], as_version=4)
    ok = not job["execute"] or execute(job, nb)
    nbformat.write(nb, job["out_notebook"])
    if ok and job["html"]:
        export(nb, job["html"], job["title"])
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
