"""JAX on the processor, the whole step compiled; models and favours as in peer_torch.py.

XLA takes as many threads as the process may use processors, so `--threads` says nothing here. Lazy
Adam works on the batch's unique rows (`jnp.unique` of a fixed size). `--first-layer table` computes
the first layers as ours does: the product of each small table with its rows of the weights once a
step, of which a sample sums its own.
"""

import time

started = time.perf_counter()

import jax
import jax.numpy as jnp
import numpy as np
from contender import (
    EXPERT_WIDTHS,
    EXPERTS,
    LAYERS,
    TASKS,
    TOWER_WIDTH,
    arguments,
    samples,
    serve,
)

options = arguments()
TABLES, NUMBERS, ROWS = samples(options)
DIMENSION, FIELDS = options.dimension, len(TABLES) + NUMBERS
WIDTH = FIELDS * DIMENSION
# Fields that `--first-layer table` looks up, as ours does; the others stay in a product.
SMALL = np.array([field for field, rows in enumerate(TABLES) if rows <= 128])
LARGE = np.array([field for field, rows in enumerate(TABLES) if rows > 128], int)
STARTS = np.concatenate([[0], np.cumsum(TABLES)[:-1]]).astype(np.int32)
count = EXPERTS[options.model]
inner, outer = EXPERT_WIDTHS
random = np.random.default_rng(1)


def normal(*shape, deviation=0.05):
    return jnp.asarray(random.standard_normal(shape, dtype=np.float32) * np.float32(deviation))


def parameters():
    """Everything but the embedding's table."""
    result = {
        "scale": normal(NUMBERS, DIMENSION, deviation=DIMENSION**-0.5),
        "shift": normal(NUMBERS, DIMENSION, deviation=DIMENSION**-0.5),
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


def vectors(p, rows, numbers):
    """The vectors of the categorical fields, then of the numeric ones."""
    if not NUMBERS:
        return rows
    return jnp.concatenate([rows, numbers[..., None] * p["scale"] + p["shift"]], 1)


def experts(p, x):
    """[rows, WIDTH] to [K, rows, width]."""
    return later(p, x @ p["first"])


def later(p, sums):
    """The experts from the first layers' products on."""
    hidden = jax.nn.relu(sums + p["first_bias"]).reshape(-1, count, inner)
    return jax.nn.relu(jnp.matmul(hidden.transpose(1, 0, 2), p["second"]) + p["second_bias"])


def mmoe(p, raw, labels):
    x = raw.reshape(raw.shape[0], WIDTH)
    return mixed(p, experts(p, x), [x @ gate for gate in p["gates"]])


def mmoe_by_table(p, table, ids, numbers):
    """MMoE without the vectors of small fields."""
    weight = jnp.concatenate([p["first"], *p["gates"]], 1).reshape(FIELDS, DIMENSION, -1)
    sums = 0
    for field in SMALL:
        rows = table[STARTS[field] : STARTS[field] + TABLES[field]]
        sums = sums + (rows @ weight[field])[ids[:, field]]
    if NUMBERS:
        of_numbers = weight[len(TABLES) :]
        scale = jnp.einsum("fd,fdh->fh", p["scale"], of_numbers)
        sums = sums + numbers @ scale + jnp.einsum("fd,fdh->h", p["shift"], of_numbers)
    if len(LARGE):
        x = table[ids[:, LARGE] + STARTS[LARGE]].reshape(len(ids), -1)
        sums = sums + x @ weight[LARGE].reshape(x.shape[1], -1)
    width = count * inner
    return mixed(p, later(p, sums[:, :width]), jnp.split(sums[:, width:], TASKS, 1))


def mixed(p, parts, gates):
    logits = []
    for task, gate in enumerate(gates):
        mix = jnp.einsum("nk,kno->no", jax.nn.softmax(gate, 1), parts)
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


def logits_of(p, table, ids, numbers, labels):
    if options.first_layer == "table":
        return mmoe_by_table(p, table, ids, numbers)
    return network(p, vectors(p, table[ids + STARTS], numbers), labels)


def loss_of(logits, labels):
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


def dense_step(p, moments, table, table_moments, ids, numbers, labels, step):
    def loss(p, table):
        return loss_of(logits_of(p, table, ids, numbers, labels), labels)

    value, (gradients, change) = jax.value_and_grad(loss, (0, 1))(p, table)
    p, moments = adam_of_all(p, gradients, moments, step)
    table, *table_moments = adam(table, change, *table_moments, step)
    return value, p, moments, table, tuple(table_moments)


def lazy_step(p, moments, table, table_moments, ids, numbers, labels, step):
    size = ids.size
    rows, places = jnp.unique((ids + STARTS).reshape(-1), return_inverse=True, size=size, fill_value=table.shape[0])

    def loss(p, used):
        raw = vectors(p, used[places].reshape(*ids.shape, DIMENSION), numbers)
        return loss_of(network(p, raw, labels), labels)

    used = table[rows]
    value, (gradients, change) = jax.value_and_grad(loss, (0, 1))(p, used)
    p, moments = adam_of_all(p, gradients, moments, step)
    moved = adam(used, change, *(m[rows] for m in table_moments), step)
    put = [t.at[rows].set(x, mode="drop") for t, x in zip((table, *table_moments), moved)]
    return value, p, moments, put[0], tuple(put[1:])


def main():
    data = [tuple(jnp.asarray(part) for part in batch) for batch in ROWS]
    p = parameters()
    zeros = jax.tree.map(jnp.zeros_like, p)
    table = normal(sum(TABLES), DIMENSION, deviation=0.01)
    state = [p, (zeros, jax.tree.map(jnp.zeros_like, p)), table]
    state.append((jnp.zeros_like(table), jnp.zeros_like(table)))
    step_of = lazy_step if options.tables == "lazy" else dense_step
    compiled = jax.jit(step_of, donate_argnums=(0, 1, 2, 3))
    logits = jax.jit(logits_of)

    def train(step):
        value, *state[:] = compiled(*state, *data[step % len(data)], jnp.float32(step + 1))
        return float(value)

    def predict(step):
        return float(logits(state[0], state[2], *data[step % len(data)])[0][0])

    made = time.perf_counter()
    step = predict if options.predicts else train
    serve(step, started, made, f"JAX {jax.__version__}")


main()
