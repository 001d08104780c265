"""The random numbers of training by their definition: Philox4x32-10 at a place.

The key is the seed mixed with FNV-1a of the purpose, the counter holds (block, row, step).
"""

import numpy as np
import torch

MASK = np.uint64(0xFFFFFFFF)


def philox(key, counter):
    """Salmon et al., SC 2011; `counter` is [4, n], the result too, as uint64 below 2^32."""
    k0, k1 = np.uint64(key & 0xFFFFFFFF), np.uint64(key >> 32)
    c0, c1, c2, c3 = (np.asarray(c, dtype=np.uint64) for c in counter)
    for _ in range(10):
        p0, p1 = np.uint64(0xD2511F53) * c0, np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = (p1 >> np.uint64(32)) ^ c1 ^ k0, p1 & MASK, (p0 >> np.uint64(32)) ^ c3 ^ k1, p0 & MASK
        k0, k1 = (k0 + np.uint64(0x9E3779B9)) & MASK, (k1 + np.uint64(0xBB67AE85)) & MASK
    return np.stack([c0, c1, c2, c3])


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def uniforms(purpose, seed, step, rows, count):
    """[rows, count], float64 within (0, 1): (top 23 bits + 1/2) 2^-23."""
    key = seed ^ fnv("field of " + purpose)
    blocks = (count + 3) // 4
    row, block = np.divmod(np.arange(rows * blocks), blocks)
    words = philox(key, [block, row, np.full_like(row, step), np.zeros_like(row)])
    bits = words.T.reshape(rows, blocks * 4)[:, :count] >> np.uint64(9)
    return (bits.astype(np.float64) + 0.5) * 2.0**-23


class Training:
    """Noise of a step; the models ask for it by the names of their layers."""

    def __init__(self, seed, step, rate):
        self.seed, self.step, self.rate = seed, step, rate
        self.statistics = {}

    def dropout(self, x, name):
        if self.rate == 0:
            return x
        u = uniforms("dropout of " + name, self.seed, self.step, *x.shape)
        return x * torch.tensor((u >= np.float32(self.rate)) / (1 - self.rate), dtype=x.dtype)

    def experts(self, name, rows, count, rate):
        """What a row's experts count, [rows, count]: 0 of one that is lost, more than 1 of the others."""
        u = uniforms("dropout of " + name, self.seed, self.step, rows, count)
        return torch.tensor((u >= np.float32(rate)) / (1 - rate))

    def norm(self, w, name, x):
        """Batch norm over the rows; the running statistics are those after this pass."""
        mean, variance = x.mean(dim=0), x.var(dim=0, unbiased=False)
        for part, new in (("mean", mean), ("variance", variance * len(x) / (len(x) - 1))):
            old = w[f"{name}.{part}"]
            self.statistics[f"{name}.{part}"] = (0.9 * old + 0.1 * new).detach()
        z = (x - mean) / torch.sqrt(variance + 1e-5)
        return z * w[f"{name}.scale"] + w[f"{name}.shift"]

    def gates(self, name, count):
        return torch.tensor(uniforms("gates of " + name, self.seed, self.step, 1, count)[0])

    def lost_experts(self, logits, name, rate, columns=1):
        """Which logits each row loses, an expert having so many side by side; a row that would lose
        all experts keeps all."""
        rows, width = logits.shape
        u = uniforms("dropout of experts of " + name, self.seed, self.step, rows, width // columns)
        lost = torch.tensor(u < np.float32(rate))
        return (lost & ~lost.all(dim=1, keepdim=True)).repeat_interleave(columns, dim=1)


class Evaluation:
    """None."""

    def dropout(self, x, name):
        return x

    def norm(self, w, name, x):
        z = (x - w[f"{name}.mean"]) / torch.sqrt(w[f"{name}.variance"] + 1e-5)
        return z * w[f"{name}.scale"] + w[f"{name}.shift"]

    def gates(self, name, count):
        return None

    def experts(self, name, rows, count, rate):
        return torch.ones(rows, count)

    def lost_experts(self, logits, name, rate, columns=1):
        return torch.zeros_like(logits, dtype=torch.bool)
