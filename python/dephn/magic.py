"""`%%dephn`: a cell of the language in a notebook of Python."""

import sys
from itertools import chain

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import clear_output, display, publish_display_data, update_display

from .client import Kernel, KernelError
from .frames import FrameError


@magics_class
class DephnMagics(Magics):
    """The magics, with the kernel behind them, which starts with the first cell."""

    def __init__(self, shell):
        super().__init__(shell)
        self._kernel = None

    @property
    def kernel(self):
        if self._kernel is None or not self._kernel.is_alive:
            self._kernel = Kernel()
        return self._kernel

    @magic_arguments()
    @argument(
        "-i",
        "--input",
        action="append",
        nargs="+",
        default=[],
        metavar="FRAME",
        help="Frames to hand over: `d = load frame FRAME --label …` reads them.",
    )
    @argument(
        "-o",
        "--output",
        action="append",
        nargs="+",
        default=[],
        metavar="TABLE",
        help="Tables that become frames of these names.",
    )
    @cell_magic
    def dephn(self, line, cell):
        """Runs a cell of DEPHN's language in a kernel behind this notebook; names stay from cell to cell."""
        options = parse_argstring(self.dephn, line)
        kernel = self.kernel
        library = None
        for name in chain.from_iterable(options.input):
            if name not in self.shell.user_ns:
                raise UsageError(f"There is no variable '{name}' in Python.")
            frame = self.shell.user_ns[name]
            try:
                kernel.put(name, frame)
            except FrameError as error:
                raise UsageError(str(error)) from None
            if type(frame).__module__.split(".")[0] == "polars":
                library = "polars"
        kernel.run(cell, show=Show())
        for name in chain.from_iterable(options.output):
            self.shell.user_ns[name] = kernel.table(name, library)

    @line_magic
    def dephn_restart(self, line):
        """Ends the kernel behind `%%dephn`; the next cell starts another one."""
        if self._kernel is not None:
            self._kernel.close()
            self._kernel = None


class Show:
    """Shows what the kernel shows, where the cell shows it."""

    def __init__(self):
        self._displays = {}

    def __call__(self, kind, content):
        if kind == "stream":
            stream = sys.stderr if content["name"] == "stderr" else sys.stdout
            stream.write(content["text"])
            stream.flush()
        elif kind == "clear_output":
            clear_output(wait=content.get("wait", False))
        elif kind == "update_display_data":
            update_display(
                content["data"], metadata=content["metadata"], raw=True, display_id=content["transient"]["display_id"]
            )
        else:
            name = content.get("transient", {}).get("display_id")
            if name:
                display(content["data"], metadata=content["metadata"], raw=True, display_id=name)
            else:
                publish_display_data(content["data"], metadata=content["metadata"])


__all__ = ["DephnMagics", "KernelError"]
