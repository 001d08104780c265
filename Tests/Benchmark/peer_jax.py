"""JAX on the processor, the whole step compiled; models and favours as in peer_torch.py.

XLA takes as many threads as the process may use processors, so `--threads` says nothing here. Lazy
Adam works on the batch's unique rows (`jnp.unique` of a fixed size).
"""

import time

started = time.perf_counter()

import jax
import jax.numpy as jnp
import numpy as np
from contender import (
    BATCHES,
    DIMENSION,
    EXPERT_WIDTHS,
    EXPERTS,
    FIELDS,
    LAYERS,
    TASKS,
    TOWER_WIDTH,
    WIDTH,
    arguments,
    serve,
)

options = arguments()
count = EXPERTS[options.model]
inner, outer = EXPERT_WIDTHS
random = np.random.default_rng(1)


def normal(*shape, deviation=0.05):
    return jnp.asarray(random.standard_normal(shape, dtype=np.float32) * np.float32(deviation))


def parameters():
    """Everything but the embedding."""
    result = {
        "first": normal(WIDTH, count * inner),
        "first_bias": jnp.zeros(count * inner),
        "second": normal(count, inner, outer, deviation=0.1),
        "second_bias": jnp.zeros((count, 1, outer)),
    }
    if options.model == "mmoe":
        return result | {
            "gates": normal(TASKS, WIDTH, count),
            "tower": normal(TASKS, outer, TOWER_WIDTH, deviation=0.1),
            "tower_bias": jnp.zeros((TASKS, TOWER_WIDTH)),
            "end": normal(TASKS, TOWER_WIDTH, deviation=0.1),
            "end_bias": jnp.zeros(TASKS),
        }
    return result | {
        "projections": normal(DIMENSION, 3 * DIMENSION, deviation=0.2),
        "output": normal(DIMENSION, DIMENSION, deviation=0.2),
        "selection": jnp.zeros((1 + 2 * TASKS, FIELDS, 1)),
        "gates": jnp.ones((TASKS, count, 2)),
        "public": normal(TASKS, count, 2, outer),
        "cross": normal(TASKS, LAYERS, WIDTH, WIDTH, deviation=0.02),
        "cross_bias": jnp.zeros((TASKS, LAYERS, WIDTH)),
        "field": normal(TASKS, LAYERS, FIELDS, FIELDS),
        "residual": jnp.ones((TASKS, LAYERS, FIELDS, 1)),
        "private": normal(TASKS, 2 * WIDTH),
        "private_bias": jnp.zeros(TASKS),
    }


def experts(p, x):
    """[rows, WIDTH] to [K, rows, width]."""
    hidden = jax.nn.relu(x @ p["first"] + p["first_bias"]).reshape(-1, count, inner)
    return jax.nn.relu(jnp.matmul(hidden.transpose(1, 0, 2), p["second"]) + p["second_bias"])


def mmoe(p, raw, labels):
    x = raw.reshape(raw.shape[0], WIDTH)
    parts, logits = experts(p, x), []
    for task in range(TASKS):
        mix = jnp.einsum("nk,kno->no", jax.nn.softmax(x @ p["gates"][task], 1), parts)
        hidden = jax.nn.relu(mix @ p["tower"][task] + p["tower_bias"][task])
        logits.append(hidden @ p["end"][task] + p["end_bias"][task])
    return logits


def attended(p, raw):
    rows = raw.shape[0]
    parts = (raw @ p["projections"]).reshape(rows, FIELDS, 3, 2, DIMENSION // 2)
    query, key, value = parts.transpose(2, 0, 3, 1, 4)
    scores = jnp.einsum("nhfd,nhgd->nhfg", query, key) / np.float32(np.sqrt(DIMENSION // 2))
    joined = jnp.einsum("nhfg,nhgd->nfhd", jax.nn.softmax(scores, -1), value)
    return joined.reshape(rows, FIELDS, DIMENSION) @ p["output"]


def scaled_gates(p, labels):
    centred = labels - labels.mean(0)
    norms = jnp.sqrt((centred**2).sum(0).prod())
    likeness = jnp.abs((centred[:, 0] * centred[:, 1]).sum()) / (norms + 1e-8)
    fixed = jax.lax.stop_gradient(p["gates"])
    difference = jnp.minimum(jnp.abs(fixed[0] - fixed[1]), 1)
    factor = 2 * jnp.sqrt(jnp.abs(likeness + difference - 1))
    return fixed + factor * (p["gates"] - fixed)


def dephn(p, raw, labels):
    rows, attention = raw.shape[0], attended(p, raw)
    reads = [g * attention + (1 - g) * raw for g in jax.nn.sigmoid(p["selection"])]
    parts = experts(p, reads[0].reshape(rows, WIDTH))
    weights = p["public"] * scaled_gates(p, labels)[..., None]
    public = jnp.einsum("kpno,tkpo->nt", jnp.stack([parts, jnp.sin(parts)], 1), weights)
    logits = []
    for task in range(TASKS):
        x0, v0 = reads[1 + 2 * task].reshape(rows, WIDTH), reads[2 + 2 * task]
        x, v = x0, v0
        for layer in range(LAYERS):
            x = x0 * (x @ p["cross"][task, layer] + p["cross_bias"][task, layer]) + x
            v = v0 * jnp.matmul(p["field"][task, layer], v) + p["residual"][task, layer] * v
        both = jnp.concatenate([x, v.reshape(rows, WIDTH)], 1)
        logits.append(public[:, task] + both @ p["private"][task] + p["private_bias"][task])
    return logits


network = {"mmoe": mmoe, "dephn": dephn}[options.model]


def cross_entropy(z, y):
    return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))


def loss_of(p, raw, labels):
    logits = network(p, raw, labels)
    return sum(cross_entropy(z, labels[:, task]) for task, z in enumerate(logits))


def adam(weights, gradient, first, second, step):
    first = 0.9 * first + 0.1 * gradient
    second = 0.999 * second + 0.001 * gradient * gradient
    mean, square = first / (1 - 0.9**step), second / (1 - 0.999**step)
    return weights - 1e-3 * mean / (jnp.sqrt(square) + 1e-8), first, second


def adam_of_all(p, gradients, moments, step):
    moved = jax.tree.map(lambda *x: adam(*x, step), p, gradients, *moments)
    weights, first, second = (jax.tree.map(lambda _, y, n=n: y[n], p, moved) for n in range(3))
    return weights, (first, second)


offsets = jnp.arange(FIELDS, dtype=jnp.int32) * options.values


def dense_step(p, moments, table, table_moments, ids, labels, step):
    def loss(p, table):
        return loss_of(p, table[ids + offsets], labels)

    value, (gradients, change) = jax.value_and_grad(loss, (0, 1))(p, table)
    p, moments = adam_of_all(p, gradients, moments, step)
    table, *table_moments = adam(table, change, *table_moments, step)
    return value, p, moments, table, tuple(table_moments)


def lazy_step(p, moments, table, table_moments, ids, labels, step):
    size = ids.shape[0] * FIELDS
    rows, places = jnp.unique((ids + offsets).reshape(-1), return_inverse=True, size=size, fill_value=table.shape[0])

    def loss(p, used):
        return loss_of(p, used[places].reshape(-1, FIELDS, DIMENSION), labels)

    used = table[rows]
    value, (gradients, change) = jax.value_and_grad(loss, (0, 1))(p, used)
    p, moments = adam_of_all(p, gradients, moments, step)
    moved = adam(used, change, *(m[rows] for m in table_moments), step)
    put = [t.at[rows].set(x, mode="drop") for t, x in zip((table, *table_moments), moved)]
    return value, p, moments, put[0], tuple(put[1:])


def main():
    shape = (options.batch, FIELDS)
    data = [
        (
            jnp.asarray(random.integers(0, options.values, shape, dtype=np.int32)),
            jnp.asarray(random.integers(0, 2, (options.batch, TASKS)).astype(np.float32)),
        )
        for _ in range(BATCHES)
    ]
    p = parameters()
    zeros = jax.tree.map(jnp.zeros_like, p)
    table = normal(options.values * FIELDS, DIMENSION, deviation=0.01)
    state = [p, (zeros, jax.tree.map(jnp.zeros_like, p)), table]
    state.append((jnp.zeros_like(table), jnp.zeros_like(table)))
    step_of = lazy_step if options.tables == "lazy" else dense_step
    compiled = jax.jit(step_of, donate_argnums=(0, 1, 2, 3))
    logits = jax.jit(lambda p, table, ids, labels: network(p, table[ids + offsets], labels))

    def train(step):
        value, *state[:] = compiled(*state, *data[step % BATCHES], jnp.float32(step + 1))
        return float(value)

    def predict(step):
        return float(logits(state[0], state[2], *data[step % BATCHES])[0][0])

    made = time.perf_counter()
    step = predict if options.predicts else train
    serve(step, started, made, f"JAX {jax.__version__}")


main()
