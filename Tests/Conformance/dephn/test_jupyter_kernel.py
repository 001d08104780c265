"""The kernel as jupyter_kernel_test of the Jupyter project sees it."""

import jupyter_kernel_test


class TestLanguage(jupyter_kernel_test.KernelTests):
    kernel_name = "dephn"
    language_name = "dephn"
    file_extension = ".dephn"

    code_hello_world = "echo hello, world"
    # More than 256 KB are cut off, with a remark on stderr.
    code_stderr = "echo " + "x" * 300_000
    code_generate_error = "trian m"
    code_page_something = "load synthetic?"
    code_clear_output = "clear"
    code_inspect_sample = "load synthetic"

    completion_samples = [
        {"text": "tra", "matches": ["train"]},
        {"text": "sho", "matches": ["show"]},
        {"text": "load synth", "matches": ["synthetic"]},
        {"text": "load synthetic --corr", "matches": ["--correlation"]},
        {"text": "no-such-word", "matches": []},
    ]

    complete_code_samples = [
        "",
        "echo hello",
        "# a remark",
        "d = load synthetic --rows 100",
        "for r in 1 2 {\n  echo $r\n}",
        "echo one \\\n  two",
    ]
    incomplete_code_samples = [
        "for r in 1 2 {",
        "for r in 1 2 {\n  echo $r",
        "for r in 1 2 {\n  for s in 3 4 {\n    echo $r $s\n  }",
        "echo one \\",
    ]
    invalid_code_samples = ["echo 'open", "echo }", "for in {"]

    # The first line of a cell displays, the last one is its result.
    code_display_data = [{"code": "list\nlist", "mime": "text/html"}]
    code_execute_result = [
        {"code": "list", "mime": "text/html"},
        {"code": "help"},
        {"code": "help load"},
    ]
    code_history_pattern = "help l?*d"
    supported_history_operations = ("tail", "range", "search")


class TestWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "dephn"
    support_iopub_welcome = True


# The imported base classes are no tests of their own.
del jupyter_kernel_test
