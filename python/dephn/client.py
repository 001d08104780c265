"""A kernel of one's own from Python: `k = dephn.Kernel(); k.run("train m"); k.table("t")`."""

import atexit
import json
import os
import pathlib
import queue
import re
import shutil
import tempfile
import time
import weakref

from . import column_types, frames, tables
from .program import check_machine, program_path

NAME = re.compile(r"[^\W\d][\w.-]*")


class KernelError(Exception):
    """An error that a cell ended with, or a kernel that ended.

    `name` is its kind, `value` one sentence, and `str(error)` the whole text with the line it is about.
    """

    def __init__(self, name, value, traceback=()):
        self.name = name
        self.value = value
        self.traceback = list(traceback)
        super().__init__(re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(self.traceback)) or value)

    def _render_traceback_(self):
        # IPython shows this instead of the stack, which is about Python and not about the cell.
        return self.traceback or [str(self)]


class Result:
    """What a cell has shown: `outputs` as in a notebook's file, `text` as plain text."""

    def __init__(self, outputs):
        self.outputs = outputs

    @property
    def text(self):
        return "\n".join(
            part.rstrip("\n")
            for part in (
                output["text"] if output["output_type"] == "stream" else output["data"].get("text/plain", "")
                for output in self.outputs
            )
            if part
        )

    def __repr__(self):
        return self.text

    def _ipython_display_(self):
        from IPython.display import display

        for output in self.outputs:
            if output["output_type"] == "stream":
                print(output["text"], end="")
            else:
                display(output["data"], metadata=output["metadata"], raw=True)


class Kernel:
    """A kernel that this object starts, and ends with.

    `name` starts another installed kernel of the language instead of the program of this package; `env` adds
    variables to its environment, `folder` is where its relative paths begin.
    """

    def __init__(self, name=None, *, env=None, folder=None, timeout=60):
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import KernelManager

        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="dephn-"))
        self._close = weakref.finalize(self, shutil.rmtree, self._folder, True)
        self._types = {}
        self._tables = 0
        if name is None:
            check_machine()
            program = program_path()
            specifications = KernelSpecManager(kernel_dirs=[str(program.parents[1])])
            self._manager = KernelManager(kernel_name=program.parent.name, kernel_spec_manager=specifications)
        else:
            self._manager = KernelManager(kernel_name=name)
        self._timeout = timeout
        self._environment = {**os.environ, **(env or {}), "DEPHN_FRAMES": str(self._folder)}
        self._start(folder)
        self._close = weakref.finalize(self, _end, self._manager, self._client, self._folder)
        atexit.register(self._close)

    def _start(self, folder):
        self._manager.start_kernel(env=self._environment, **({"cwd": str(folder)} if folder else {}))
        self._client = self._manager.client()
        self._client.start_channels()
        try:
            self._client.wait_for_ready(timeout=self._timeout)
        except RuntimeError as error:
            _end(self._manager, self._client, self._folder)
            raise KernelError("DeadKernel", f"The kernel did not start: {error}.") from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def is_alive(self):
        return self._close.alive and self._manager.is_alive()

    def close(self):
        """Ends the kernel and removes what was handed to it; doing it again does nothing."""
        self._close()

    def interrupt(self):
        """Interrupts the cell that runs, from another thread."""
        self._manager.interrupt_kernel()

    def run(self, code, show=None):
        """Runs a cell and returns its `Result`.

        `show(kind, content)`, if given, is called with each output as it comes: a kind of message of IOPub with its
        content. Control-C interrupts the cell; the kernel keeps what it has.

        Raises `KernelError` if the cell ends with an error.
        """
        if not self._close.alive:
            raise KernelError("DeadKernel", "This kernel was closed: dephn.Kernel() starts another one.")
        outputs = Outputs(show)
        request = self._client.execute(code, allow_stdin=False)
        interrupted = None
        while True:
            try:
                if not self._take(request, outputs):
                    break
            except KeyboardInterrupt as error:
                # The cell ends by itself now, and says so; what it shows until then is shown.
                interrupted = error
                self._manager.interrupt_kernel()
        reply = self._reply(request)
        if interrupted:
            raise interrupted
        if reply["status"] != "ok":
            raise KernelError(
                reply.get("ename", "Error"), reply.get("evalue", "The cell was given up."), reply.get("traceback", ())
            )
        return Result(outputs.all)

    def _take(self, request, outputs):
        """Takes one message of the cell's; false if that says that it has ended."""
        try:
            message = self._client.get_iopub_msg(timeout=1)
        except queue.Empty:
            self._check_life()
            return True
        if message["parent_header"].get("msg_id") != request:
            return True
        kind, content = message["msg_type"], message["content"]
        if kind == "status":
            return content["execution_state"] != "idle"
        outputs.take(kind, content)
        return True

    def _reply(self, request):
        end = time.monotonic() + self._timeout
        while True:
            try:
                message = self._client.get_shell_msg(timeout=1)
            except queue.Empty:
                self._check_life()
                if time.monotonic() > end:
                    raise KernelError("DeadKernel", "The kernel did not answer.") from None
                continue
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def _check_life(self):
        if not self._manager.is_alive():
            self.close()
            raise KernelError(
                "DeadKernel",
                "The kernel's process has ended. Start another one: `runs` lists the runs it left unfinished.",
            )

    def put(self, name, frame):
        """Hands a pandas or polars frame over: `d = load frame NAME --label …` reads it."""
        if not NAME.fullmatch(name):
            raise frames.FrameError(
                f"'{name}' is not a valid name for a frame: it starts with a letter and holds letters, digits and _."
            )
        frame = frames.known(frame)
        frames.write(frame, self._folder / f"{name}.frame")
        self._types.update(column_types.types_of(frame))

    def table(self, name, library=None):
        """A table of the session as a frame, of "pandas" or "polars" (default: the first that is installed).

        A column called like one of a frame that was handed over gets its type again, where no value is lost by it;
        what is missing there is missing here.
        """
        if not NAME.fullmatch(name):
            raise KernelError("NameError", f"'{name}' is not a valid name for a table.")
        self._tables += 1
        path = self._folder / f"table-{self._tables}"
        quoted = [_quoted(str(path) + ending) for ending in (".json", ".csv")]
        try:
            self.run(f"export {name} {quoted[0]}\nexport {name} {quoted[1]}")
        except KernelError as error:
            raise error if error.name == "Interrupted" else _about_table(error) from None
        try:
            rows = json.loads(pathlib.Path(str(path) + ".json").read_text(encoding="utf-8"))
            return tables.frame(rows, pathlib.Path(str(path) + ".csv"), self._types, library)
        finally:
            for ending in (".json", ".csv"):
                pathlib.Path(str(path) + ending).unlink(missing_ok=True)


class Outputs:
    """The outputs of a cell so far, as a notebook would hold them."""

    def __init__(self, show):
        self.all = []
        self._show = show
        self._displays = {}
        self._clears = False

    def take(self, kind, content):
        if kind == "clear_output":
            self._clears = content.get("wait", False)
            if not self._clears:
                self.all.clear()
        elif kind == "update_display_data":
            shown = self._displays.get(content.get("transient", {}).get("display_id"))
            if shown is not None:
                shown.update(data=content["data"], metadata=content["metadata"])
        elif kind in ("stream", "display_data", "execute_result"):
            if self._clears:
                self.all.clear()
                self._clears = False
            self._add(kind, content)
        else:
            return
        if self._show:
            self._show(kind, content)

    def _add(self, kind, content):
        last = self.all[-1] if self.all else {}
        if kind == "stream":
            if last.get("output_type") == kind and last["name"] == content["name"]:
                last["text"] += content["text"]
            else:
                self.all.append({"output_type": kind, "name": content["name"], "text": content["text"]})
            return
        output = {"output_type": "display_data", "data": content["data"], "metadata": content["metadata"]}
        self.all.append(output)
        display = content.get("transient", {}).get("display_id")
        if display:
            self._displays[display] = output


def _quoted(path):
    """A path as a word of the language."""
    return '"' + re.sub(r'(["\\$])', r"\\\1", path) + '"'


def _about_table(error):
    """The error of an export without the line, which no person wrote."""
    sentence = error.value.replace("; `export` needs a table or a plot.", ", and not a table or a plot.")
    ways = str(error).partition(error.value)[2].split("\n")[1:]
    return KernelError(error.name, sentence, [sentence, *ways])


def _end(manager, client, folder):
    client.stop_channels()
    if manager.has_kernel:
        manager.shutdown_kernel(now=not manager.is_alive())
    manager.cleanup_resources()
    shutil.rmtree(folder, ignore_errors=True)
