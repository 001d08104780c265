"""PyTorch on the processor: the models of dephn-benchmark, written in PyTorch's favour.

One table with offsets instead of a table a field, the experts' first layers as one product, their
second ones as a batched product. DEPHN goes without what costs only us: the vector of a cross layer,
its trained residual, and a selection gate for each number instead of each field.
"""

import time

started = time.perf_counter()

import torch
import torch.nn.functional as F
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
from torch import nn


class Embedding(nn.Module):
    def __init__(self, values, sparse):
        super().__init__()
        self.table = nn.Embedding(values * FIELDS, DIMENSION, sparse=sparse)
        nn.init.normal_(self.table.weight, std=0.01)
        self.register_buffer("offsets", torch.arange(FIELDS) * values)

    def forward(self, ids):
        return self.table(ids + self.offsets)


class Experts(nn.Module):
    """K experts of two layers: [rows, WIDTH] to [rows, K, width]."""

    def __init__(self, count):
        super().__init__()
        self.count, (inner, outer) = count, EXPERT_WIDTHS
        self.first = nn.Linear(WIDTH, count * inner)
        self.second = nn.Parameter(torch.randn(count, inner, outer) * 0.1)
        self.bias = nn.Parameter(torch.zeros(count, 1, outer))

    def forward(self, x):
        hidden = torch.relu(self.first(x)).view(x.shape[0], self.count, -1).transpose(0, 1)
        return torch.relu(torch.baddbmm(self.bias, hidden, self.second)).transpose(0, 1)


class MMoE(nn.Module):
    def __init__(self, values, sparse):
        super().__init__()
        self.embedding = Embedding(values, sparse)
        self.experts = Experts(EXPERTS["mmoe"])
        self.gates = nn.ModuleList(nn.Linear(WIDTH, EXPERTS["mmoe"], bias=False) for _ in range(TASKS))
        self.towers = nn.ModuleList(
            nn.Sequential(nn.Linear(EXPERT_WIDTHS[1], TOWER_WIDTH), nn.ReLU(), nn.Linear(TOWER_WIDTH, 1))
            for _ in range(TASKS)
        )

    def forward(self, ids, labels):
        x = self.embedding(ids).reshape(ids.shape[0], WIDTH)
        experts = self.experts(x)
        mixes = [(torch.softmax(gate(x), 1).unsqueeze(2) * experts).sum(1) for gate in self.gates]
        return [tower(mix).squeeze(1) for tower, mix in zip(self.towers, mixes)]


class DEPHN(nn.Module):
    def __init__(self, values, sparse):
        super().__init__()
        self.embedding = Embedding(values, sparse)
        self.projections = nn.Linear(DIMENSION, 3 * DIMENSION, bias=False)
        self.output = nn.Linear(DIMENSION, DIMENSION, bias=False)
        self.selection = nn.Parameter(torch.zeros(1 + 2 * TASKS, FIELDS, 1))
        count = EXPERTS["dephn"]
        self.experts = Experts(count)
        self.gates = nn.Parameter(torch.ones(TASKS, count, 2))
        self.public = nn.Parameter(torch.randn(TASKS, count, 2, EXPERT_WIDTHS[1]) * 0.05)
        self.cross = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(TASKS * LAYERS))
        self.field = nn.Parameter(torch.randn(TASKS, LAYERS, FIELDS, FIELDS) * 0.05)
        self.residual = nn.Parameter(torch.ones(TASKS, LAYERS, FIELDS, 1))
        self.private = nn.ModuleList(nn.Linear(2 * WIDTH, 1) for _ in range(TASKS))

    def attended(self, raw):
        rows = raw.shape[0]
        parts = self.projections(raw).view(rows, FIELDS, 3, 2, DIMENSION // 2)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        joined = F.scaled_dot_product_attention(query, key, value)
        return self.output(joined.transpose(1, 2).reshape(rows, FIELDS, DIMENSION))

    def scaled_gates(self, labels):
        """The gates' values, with the gradient times add-sqrt of likeness and difference."""
        centred = labels - labels.mean(0)
        norms = centred.square().sum(0).prod().sqrt()
        likeness = (centred[:, 0] * centred[:, 1]).sum().abs() / (norms + 1e-8)
        fixed = self.gates.detach()
        difference = (fixed[0] - fixed[1]).abs().clamp(max=1)
        factor = 2 * (likeness + difference - 1).abs().sqrt()
        return fixed + factor * (self.gates - fixed)

    def forward(self, ids, labels):
        raw = self.embedding(ids)
        rows, attended = raw.shape[0], self.attended(raw)
        openness = torch.sigmoid(self.selection)
        reads = [g * attended + (1 - g) * raw for g in openness]
        experts = self.experts(reads[0].reshape(rows, WIDTH))
        mapped = torch.stack([experts, torch.sin(experts)], 2)
        weights = self.public * self.scaled_gates(labels).unsqueeze(-1)
        public = torch.einsum("nkph,tkph->nt", mapped, weights)
        logits = []
        for task in range(TASKS):
            x0 = reads[1 + 2 * task].reshape(rows, WIDTH)
            v0 = reads[2 + 2 * task]
            x, v = x0, v0
            for layer in range(LAYERS):
                x = x0 * self.cross[task * LAYERS + layer](x) + x
                v = v0 * torch.matmul(self.field[task, layer], v) + self.residual[task, layer] * v
            both = torch.cat([x, v.reshape(rows, WIDTH)], 1)
            logits.append(public[:, task] + self.private[task](both).squeeze(1))
        return logits


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    sparse = options.tables == "lazy"
    model = {"mmoe": MMoE, "dephn": DEPHN}[options.model](options.values, sparse)
    tables = list(model.embedding.parameters())
    others = [p for name, p in model.named_parameters() if not name.startswith("embedding.")]
    if sparse:
        optimizers = [torch.optim.SparseAdam(tables, lr=1e-3), torch.optim.Adam(others, lr=1e-3)]
    else:
        optimizers = [torch.optim.Adam(tables + others, lr=1e-3)]

    def loss_of(ids, labels):
        logits = model(ids, labels)
        losses = [F.binary_cross_entropy_with_logits(z, labels[:, t]) for t, z in enumerate(logits)]
        return sum(losses)

    compiled = torch.compile(loss_of) if options.compile else loss_of
    draw = torch.Generator().manual_seed(7)
    shape = (options.batch, FIELDS)
    data = [
        (
            torch.randint(0, options.values, shape, generator=draw),
            torch.randint(0, 2, (options.batch, TASKS), generator=draw).float(),
        )
        for _ in range(BATCHES)
    ]

    def train(step):
        loss = compiled(*data[step % BATCHES])
        for optimizer in optimizers:
            optimizer.zero_grad(set_to_none=True)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        return float(loss.detach())

    def predict(step):
        with torch.inference_mode():
            return float(model(*data[step % BATCHES])[0][0])

    made = time.perf_counter()
    step = predict if options.predicts else train
    serve(step, started, made, f"PyTorch {torch.__version__}")


main()
