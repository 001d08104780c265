"""The words of the language, as the program lists them (`dephn words`)."""

import json
import pathlib

WORDS = json.loads(pathlib.Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
