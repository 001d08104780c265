"""Holds the mean test AUC of each model over the seeds, output/accuracy.csv, against the bar."""

import csv
import statistics
import sys

TASKS = ["income", "never-married"]
BARS = {
    "dephn": [0.909, 0.963],
    "mmoe": [0.907, 0.963],
    "shared-bottom": [0.906, 0.963],
}

with open("output/accuracy.csv") as file:
    rows = list(csv.DictReader(file))

missed = 0
print(f"{'AUC on the test rows':28}{'mean':>8}{'bar':>8}   seeds")
for kind, bars in BARS.items():
    for task, bar in zip(TASKS, bars):
        values = [float(row[f"{task}.auc"]) for row in rows if row["kind"] == kind]
        mean = statistics.mean(values)
        missed += mean < bar
        seeds = " ".join(f"{value:.4f}" for value in values)
        print(f"{kind + ' ' + task:28}{mean:8.4f}{bar:8.3f}   {seeds}{'' if mean >= bar else '   MISSED'}")
sys.exit(1 if missed else 0)
