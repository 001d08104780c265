"""The command `dephn`: `dephn data adult` is done here, all else by the program."""

import os
import subprocess
import sys

from .program import ProgramError, check_machine, program_path


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["data"]:
        from .data import main as fetch

        sys.exit(fetch(words[1:]))
    try:
        check_machine()
        program = program_path()
        if words in ([], ["-h"], ["--help"], ["help"]):
            status = subprocess.run([program, *words], check=False).returncode
            print("\n  And by this package: `dephn data adult` downloads UCI Adult.")
            sys.exit(status)
        # Python's own handling of a closed pipe and Control-C must not be inherited.
        os.execv(program, [str(program), *words])
    except ProgramError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{program} cannot be started: {error.strerror}.")


if __name__ == "__main__":
    main()
