"""Ali-CCP's layout with invented rows: python ali_ccp_rows.py FOLDER [IMPRESSIONS] [COMMON].

Both pairs of files, the test pair a tenth of the training pair. An index has up to 800 features in
the four histories, an impression up to five intentions; clicks are 4 %, of them 0.5 % buy, and one
purchase in a hundred has no click.
"""

import pathlib
import random
import sys

OF_USERS = {"121": 98, "122": 14, "124": 3, "125": 8, "126": 4, "127": 4, "128": 3, "129": 5}
HISTORIES = {"109_14": 12_000, "110_14": 300_000, "127_14": 120_000, "150_14": 90_000}


def item(field, feature, value="1.0"):
    return f"{field}\x02{feature}\x03{value}"


def write(folder, part, impressions, common, rng):
    values = [f"{0.69315 * count:.5f}" for count in range(1, 8)]
    with open(folder / f"common_features_{part}.csv", "w", encoding="ascii") as file:
        for row in range(common):
            items = [item("101", rng.randrange(700_000))]
            items += [item(field, rng.randrange(size)) for field, size in OF_USERS.items()]
            for field, size in HISTORIES.items():
                for _ in range(int(200 * rng.random() ** 2)):
                    items.append(item(field, int(size * rng.random() ** 3), rng.choice(values)))
            file.write(f"{row * 2654435761 % (1 << 64):016x},{len(items)},{chr(1).join(items)}\n")
    with open(folder / f"sample_skeleton_{part}.csv", "w", encoding="ascii") as file:
        for row in range(impressions):
            product = int(500_000 * rng.random() ** 3)
            items = [item("205", product), item("206", product % 7_000)]
            items += [item("207", product % 260_000), item("216", product % 106_000)]
            items += [item("210", product * 7 % 90_000 + k) for k in range(1 + product % 5)]
            items.append(item("301", rng.randrange(3)))
            for field in ("508", "509", "702", "853"):
                if rng.random() < 0.6:
                    items.append(item(field, product % 50_000, rng.choice(values)))
            click = int(rng.random() < 0.04)
            bought = int(rng.random() < (0.005 if click else 0.000_002))
            index = rng.randrange(common) * 2654435761 % (1 << 64)
            file.write(f"{row},{click},{bought},{index:016x},{len(items)},{chr(1).join(items)}\n")


def main():
    folder = pathlib.Path(sys.argv[1])
    impressions = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    common = int(sys.argv[3]) if len(sys.argv) > 3 else impressions // 58
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(1)
    write(folder, "train", impressions, common, rng)
    write(folder, "test", impressions // 10, common // 10, rng)


if __name__ == "__main__":
    main()
