"""DEPHN from Python: `%load_ext dephn` for cells in any Python notebook, `dephn.Kernel()` for programs."""

__version__ = "0.3.0"

__all__ = ["Kernel", "KernelError", "Result", "load_ipython_extension"]


def __getattr__(name):
    # Loaded when they are asked for: the command `dephn` starts the kernel without them.
    if name in ("Kernel", "KernelError", "Result"):
        from . import client

        return getattr(client, name)
    raise AttributeError(f"module 'dephn' has no attribute '{name}'")


def load_ipython_extension(shell):
    """Registers `%%dephn`; called by `%load_ext dephn`."""
    from .magic import DephnMagics

    shell.register_magics(DephnMagics)
