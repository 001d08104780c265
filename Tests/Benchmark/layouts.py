"""Rows in the layouts of real data sets, generated: files that every contender reads.

A layout says how many rows a categorical field's table has and which share of the samples its most
frequent value has (counted in the owners' files), and how many numeric fields there are. Values
are drawn independently, the most frequent one with its share and the others alike.

A file is a line `samples numbers tasks rows…` (rows: of each table, the unknown one included), then
int32 ids [samples, tables], float32 numbers [samples, numbers] and labels [samples, tasks].
"""

import pathlib

import numpy as np

SAMPLES, TASKS = 32 * 1024, 2

ADULT = [(9, 0.7), (17, 0.32), (15, 0.13), (7, 0.41), (6, 0.85), (3, 0.67), (43, 0.9)]
CENSUS = [
    *[(10, 0.5), (53, 0.5), (48, 0.5), (18, 0.24), (4, 0.94), (25, 0.5), (16, 0.5), (6, 0.84)],
    *[(11, 0.86), (3, 0.52), (4, 0.9), (7, 0.97), (9, 0.62), (7, 0.37), (7, 0.92), (52, 0.92)],
    *[(38, 0.27), (9, 0.38), (11, 0.5), (10, 0.5), (11, 0.5), (4, 0.51), (5, 0.5), (6, 0.73)],
    *[(44, 0.8), (44, 0.8), (44, 0.89), (6, 0.89), (4, 0.9), (4, 0.99), (4, 0.75), (3, 0.5)],
]
KUAIRAND = [
    *[(25157, 0), (6362, 0.01), (5642, 0.01), (16, 0.76), (25, 0.06), (10, 0.66), (3, 0.99)],
    *[(3, 0.8), (3, 0.83), (9, 0.2), (10, 0.38), (8, 0.28), (9, 0.71), (3, 0.51), (8, 0.31)],
    *[(50, 0.24), (1422, 0.04), (17, 0.38), (35, 0.99), (4, 0.51), (116, 0.09), (450, 0.02)],
    *[(8, 0.24), (6, 0.41), (6, 0.76), (4, 0.66), (4, 0.93), (4, 0.87), (4, 0.95), (4, 0.93)],
    *[(4, 0.96), (4, 0.99), (13, 0.44), (7, 0.9), (109, 0.17)],
]
# Tables, and numeric fields.
LAYOUTS = {"adult": (ADULT, 5), "census-income": (CENSUS, 7), "kuairand": (KUAIRAND, 4)}


def draw(random, rows, share):
    ids = random.integers(2, rows, SAMPLES) if rows > 2 else np.full(SAMPLES, 1)
    return np.where(random.random(SAMPLES) < share, 1, ids).astype(np.int32)


def write(name, path):
    """Writes the rows of a layout, the same each time."""
    tables, numbers = LAYOUTS[name]
    random = np.random.default_rng(7)
    ids = np.stack([draw(random, rows, share) for rows, share in tables], axis=1)
    values = random.standard_normal((SAMPLES, numbers), dtype=np.float32)
    labels = random.integers(0, 2, (SAMPLES, TASKS)).astype(np.float32)
    head = [SAMPLES, numbers, TASKS, *(rows for rows, _ in tables)]
    with pathlib.Path(path).open("wb") as file:
        file.write((" ".join(map(str, head)) + "\n").encode())
        file.writelines(np.ascontiguousarray(part).tobytes() for part in (ids, values, labels))


def read(path):
    """Rows of each table, and ids, numbers and labels of all samples."""
    with pathlib.Path(path).open("rb") as file:
        samples, numbers, tasks, *rows = map(int, file.readline().split())

        def part(kind, width):
            return np.fromfile(file, kind, samples * width).reshape(samples, width)

        return (
            rows,
            part(np.int32, len(rows)),
            part(np.float32, numbers),
            part(np.float32, tasks),
        )
