"""PyTorch on the processor: the models of dephn-benchmark, written in PyTorch's favour.

One table with offsets instead of one per field, the experts' first layers as one product, their
second ones as a batched product. DEPHN goes without what costs only us: the vector of a cross layer,
its trained residual, and a selection gate for each number instead of each field. `--first-layer
table` computes the first layers as ours does: the product of each small table with its rows of the
weights once a step, and `embedding_bag` to sum them.
"""

import time

started = time.perf_counter()

import torch
import torch.nn.functional as F
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
from torch import nn

options = arguments()
TABLES, NUMBERS, ROWS = samples(options)
DIMENSION, FIELDS = options.dimension, len(TABLES) + NUMBERS
WIDTH = FIELDS * DIMENSION
# Fields that `--first-layer table` looks up, as ours does; the others stay in a product.
SMALL = [field for field, rows in enumerate(TABLES) if rows <= 128]
LARGE = [field for field, rows in enumerate(TABLES) if rows > 128]
STARTS = torch.tensor([sum(TABLES[:field]) for field in range(len(TABLES))])


class Embedding(nn.Module):
    """The vectors of the categorical fields, then of the numeric ones."""

    def __init__(self, sparse):
        super().__init__()
        self.table = nn.Embedding(sum(TABLES), DIMENSION, sparse=sparse)
        nn.init.normal_(self.table.weight, std=0.01)
        if NUMBERS:
            self.scale = nn.Parameter(torch.randn(NUMBERS, DIMENSION) * DIMENSION**-0.5)
            self.shift = nn.Parameter(torch.randn(NUMBERS, DIMENSION) * DIMENSION**-0.5)

    def forward(self, ids, numbers):
        vectors = self.table(ids + STARTS)
        if not NUMBERS:
            return vectors
        return torch.cat([vectors, torch.addcmul(self.shift, numbers.unsqueeze(2), self.scale)], 1)


class Lookup:
    """`x W` for the vectors x of all fields, of which none is made where a table has 128 rows or fewer."""

    def __init__(self):
        small = [TABLES[field] for field in SMALL]
        self.rows = torch.cat([STARTS[field] + torch.arange(TABLES[field]) for field in SMALL])
        self.largest = max(small)
        # The offset of each small table's rows among equally long tables.
        self.offsets = torch.cat([field * self.largest + torch.arange(rows) for field, rows in enumerate(small)])
        self.starts = torch.arange(len(SMALL)) * self.largest

    def __call__(self, embedding, ids, numbers, weight):
        """`weight` is [fields, dimension, columns]."""
        columns = weight.shape[2]
        padded = torch.zeros(len(SMALL) * self.largest, DIMENSION)
        padded = padded.index_copy(0, self.offsets, embedding.table(self.rows))
        products = torch.bmm(padded.view(len(SMALL), self.largest, DIMENSION), weight[SMALL])
        total = F.embedding_bag(ids[:, SMALL] + self.starts, products.view(-1, columns), mode="sum")
        if NUMBERS:
            of_numbers = weight[len(TABLES) :]
            scale = torch.einsum("fd,fdh->fh", embedding.scale, of_numbers)
            shift = torch.einsum("fd,fdh->h", embedding.shift, of_numbers)
            total = total + torch.addmm(shift, numbers, scale)
        if LARGE:
            vectors = embedding.table(ids[:, LARGE] + STARTS[LARGE]).view(len(ids), -1)
            total = torch.addmm(total, vectors, weight[LARGE].reshape(-1, columns))
        return total


class Experts(nn.Module):
    """K experts of two layers: [rows, WIDTH] to [rows, K, width]."""

    def __init__(self, count):
        super().__init__()
        self.count, (inner, outer) = count, EXPERT_WIDTHS
        self.first = nn.Linear(WIDTH, count * inner)
        self.second = nn.Parameter(torch.randn(count, inner, outer) * 0.1)
        self.bias = nn.Parameter(torch.zeros(count, 1, outer))

    def forward(self, x):
        return self.finish(self.first(x))

    def finish(self, sums):
        """From the first layers' sums on."""
        hidden = torch.relu(sums).view(sums.shape[0], self.count, -1).transpose(0, 1)
        return torch.relu(torch.baddbmm(self.bias, hidden, self.second)).transpose(0, 1)


class MMoE(nn.Module):
    def __init__(self, sparse):
        super().__init__()
        self.embedding = Embedding(sparse)
        self.lookup = Lookup() if options.first_layer == "table" else None
        self.experts = Experts(EXPERTS["mmoe"])
        self.gates = nn.ModuleList(nn.Linear(WIDTH, EXPERTS["mmoe"], bias=False) for _ in range(TASKS))
        self.towers = nn.ModuleList(
            nn.Sequential(nn.Linear(EXPERT_WIDTHS[1], TOWER_WIDTH), nn.ReLU(), nn.Linear(TOWER_WIDTH, 1))
            for _ in range(TASKS)
        )

    def first_layers(self, ids, numbers):
        """The experts, [rows, K, width], and the gates' logits."""
        if not self.lookup:
            x = self.embedding(ids, numbers).reshape(ids.shape[0], WIDTH)
            return self.experts(x), [gate(x) for gate in self.gates]
        first = self.experts.first
        weight = torch.cat([first.weight] + [gate.weight for gate in self.gates]).t()
        sums = self.lookup(self.embedding, ids, numbers, weight.reshape(FIELDS, DIMENSION, -1))
        width = first.out_features
        return self.experts.finish(sums[:, :width] + first.bias), sums[:, width:].split(EXPERTS["mmoe"], 1)

    def forward(self, ids, numbers, labels):
        experts, gates = self.first_layers(ids, numbers)
        mixes = [(torch.softmax(gate, 1).unsqueeze(2) * experts).sum(1) for gate in gates]
        return [tower(mix).squeeze(1) for tower, mix in zip(self.towers, mixes)]


class DEPHN(nn.Module):
    def __init__(self, sparse):
        super().__init__()
        self.embedding = Embedding(sparse)
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

    def forward(self, ids, numbers, labels):
        raw = self.embedding(ids, numbers)
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
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    sparse = options.tables == "lazy"
    model = {"mmoe": MMoE, "dephn": DEPHN}[options.model](sparse)
    tables = list(model.embedding.parameters())
    others = [p for name, p in model.named_parameters() if not name.startswith("embedding.")]
    if sparse:
        optimizers = [torch.optim.SparseAdam(tables, lr=1e-3), torch.optim.Adam(others, lr=1e-3)]
    else:
        optimizers = [torch.optim.Adam(tables + others, lr=1e-3)]

    def loss_of(ids, numbers, labels):
        logits = model(ids, numbers, labels)
        losses = [F.binary_cross_entropy_with_logits(z, labels[:, t]) for t, z in enumerate(logits)]
        return sum(losses)

    compiled = torch.compile(loss_of) if options.compile else loss_of
    data = [
        (torch.tensor(ids, dtype=torch.long), torch.tensor(numbers), torch.tensor(labels))
        for ids, numbers, labels in ROWS
    ]

    def train(step):
        loss = compiled(*data[step % len(data)])
        for optimizer in optimizers:
            optimizer.zero_grad(set_to_none=True)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        return float(loss.detach())

    def predict(step):
        with torch.inference_mode():
            return float(model(*data[step % len(data)])[0][0])

    made = time.perf_counter()
    step = predict if options.predicts else train
    serve(step, started, made, f"PyTorch {torch.__version__}")


main()
