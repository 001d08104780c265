"""Writes a file in Criteo's layout: as many rows as asked for, words and counts spread as in the real one.

python Tests/Benchmark/criteo_rows.py 10000000 output/criteo-10m.txt
"""

import sys

import numpy as np
import polars as pl

# Different words of C1 … C26 in the Kaggle set, and their missing shares.
# fmt: off
WORDS = [1460, 583, 3_000_000, 1_000_000, 305, 24, 12517, 633, 3, 93145, 5683, 2_500_000, 3194, 27, 14992,
         1_800_000, 10, 5652, 2173, 4, 2_200_000, 18, 15, 286_181, 105, 142_572]
MISSING_WORDS = {2: 0.03, 3: 0.03, 5: 0.133, 11: 0.03, 15: 0.03, 18: 0.45, 19: 0.45, 20: 0.03, 21: 0.818,
                 24: 0.45, 25: 0.45}
# fmt: on
MISSING_COUNTS = {0: 0.448, 2: 0.204, 3: 0.198, 5: 0.251, 9: 0.448, 11: 0.773, 12: 0.198}
SPREAD = [1.2, 2.5, 1.8, 1.2, 3.2, 1.8, 1.4, 1.3, 1.7, 0.6, 1.0, 0.5, 1.2]


def main(rows: int, path: str) -> None:
    random = np.random.default_rng(1)
    vocabularies = []
    for column, count in enumerate(WORDS):
        numbers = np.arange(count, dtype=np.uint64)
        codes = (numbers * np.uint64(2654435761) + np.uint64(column * 97)) % np.uint64(1 << 32)
        vocabularies.append(pl.Series([f"{code:08x}" for code in codes]))
    with open(path, "wb") as file:
        for start in range(0, rows, 500_000):
            count = min(500_000, rows - start)
            columns = {"label": pl.Series((random.random(count) < 0.256).astype(np.int8))}
            for column, spread in enumerate(SPREAD):
                values = pl.Series(np.expm1(np.abs(random.normal(0, spread, count)) * 1.6).astype(np.int64))
                gone = random.random(count) < MISSING_COUNTS.get(column, 0)
                columns[f"I{column + 1}"] = values.scatter(np.flatnonzero(gone), None)
            for column, size in enumerate(WORDS):
                ids = (size * random.random(count) ** (3.5 if size > 1000 else 2)).astype(np.uint32)
                values = vocabularies[column].gather(ids)
                gone = random.random(count) < MISSING_WORDS.get(column, 0)
                columns[f"C{column + 1}"] = values.scatter(np.flatnonzero(gone), None)
            pl.DataFrame(columns).write_csv(file, separator="\t", include_header=False)


main(int(sys.argv[1]), sys.argv[2])
