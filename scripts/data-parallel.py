"""What a step of a data-parallel full batch costs on Spark, beside the same step in one process.

Run:  ./mvnw -P spark -pl edgeflow-spark -am package -DskipTests && python3 scripts/data-parallel.py

Gradient descent on fully connected networks, whose step is one gradient: in one process on one thread, and with
the examples on two workers of one thread each (local-cluster[2,1,2048]). A round sends the parameters to each worker
and brings a gradient back from each part, 8 bytes a parameter; beyond 16 parts, executors add 16 at a time first.
Prints lower quartiles of the time of a step, the least-squares fit (of relative errors) of

    overhead = time on two workers - half the time in one process = a + c * parts + b * (bytes sent and received),

and from how many examples on two workers, and by that fit 64, take less time than one process.
"""

import csv
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORKERS = 2
MASTER = f"local-cluster[{WORKERS},1,2048]"
STEPS = 60
# How many sums one task of OrderedSum adds.
WIDTH = 16

# Hidden units, examples, parts; of fashion-mnist-1k, whose images have 784 pixels.
SIZES = [
    ([1], 100, 2),
    ([16], 100, 16),
    ([16], 100, 64),
    ([256], 100, 2),
    ([256], 1000, 16),
    ([512, 512], 100, 2),
    ([512, 512], 1000, 16),
    ([1024, 1024], 100, 2),
    ([1024, 1024], 1000, 2),
]


def parameters(hidden):
    widths = [784, *hidden, 10]
    return sum((n + 1) * m for n, m in zip(widths, widths[1:]))


def step_seconds(folder, hidden, examples, parts):
    """The lower quartile over the last two thirds of a run's steps; in one process without parts."""
    inner = f"{{type: mlp, hidden: {hidden}, activation: tanh, loss: cross-entropy, row-space: false}}"
    objective = inner
    options = []
    if parts:
        objective = f"{{type: data-parallel, parts: {parts}, objective: {inner}}}"
        options = ["--on", "spark", "--master", MASTER, "--conf", "spark.executor.memory=2g"]
    config = folder / "config.yaml"
    config.write_text(
        f"""experiment: step
steps: {STEPS}
learning-rate: 0.01
dtype: float64
backend: {{type: host, threads: 1}}
dataset: {{type: fashion-mnist-1k, examples: {examples}}}
objective: {objective}
models: []
record: {{every: 1, sharpness-every: 0, seconds: true, checkpoint-seconds: 1000}}
reports: []
"""
    )
    out = folder / f"{'-'.join(map(str, hidden))}-{examples}-{parts}"
    command = [ROOT / "edgeflow", "run", config, "--out", out, "--quiet", *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    with open(out / "trajectories" / "gradient-descent.csv", newline="") as file:
        seconds = [float(row["seconds"]) for row in csv.DictReader(file)]
    steps = [after - before for before, after in zip(seconds, seconds[1:])]
    return statistics.quantiles(steps[len(steps) // 3 :], n=4)[0]


def least_squares(rows, values):
    """Solves the normal equations by Gaussian elimination; rows are short."""
    n = len(rows[0])
    system = [
        [sum(r[i] * r[j] for r in rows) for j in range(n)] + [sum(r[i] * v for r, v in zip(rows, values))]
        for i in range(n)
    ]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(system[k][i]))
        system[i], system[pivot] = system[pivot], system[i]
        for k in range(n):
            if k != i:
                factor = system[k][i] / system[i][i]
                system[k] = [x - factor * y for x, y in zip(system[k], system[i])]
    return [system[i][n] / system[i][i] for i in range(n)]


def measure():
    single = {}
    table = []
    with tempfile.TemporaryDirectory() as folder:
        for hidden, examples, parts in SIZES:
            folder = pathlib.Path(folder)
            key = (tuple(hidden), examples)
            if key not in single:
                single[key] = step_seconds(folder, hidden, examples, 0)
            table.append((hidden, examples, parts, single[key], step_seconds(folder, hidden, examples, parts)))
    return table


def megabytes(count, parts, workers):
    """What a round moves: parameters to the workers, sums from the parts, and those of sums where there are many."""
    sums = parts if parts <= WIDTH else parts + math.ceil(parts / WIDTH)
    return 8e-6 * count * (workers + sums)


def longest_path(count, workers):
    """On machines of their own, one part each: what goes over one line after another; others run beside it."""
    if workers <= WIDTH:
        return megabytes(count, workers, workers)
    # The parameters leave the driver about twice, as a torrent; those who add receive WIDTH sums each, the driver theirs.
    return 8e-6 * count * (2 + WIDTH + math.ceil(workers / WIDTH))


def report(table):
    print("| hidden | parameters | examples | parts | one process, ms | two workers, ms | overhead, ms |")
    print("|---|---|---|---|---|---|---|")
    rows, overheads = [], []
    for hidden, examples, parts, one, two in table:
        overhead = two - one / WORKERS
        rows.append([1.0, float(parts), megabytes(parameters(hidden), parts, WORKERS)])
        overheads.append(overhead * 1e3)
        print(
            f"| {', '.join(map(str, hidden))} | {parameters(hidden):,} | {examples:,} | {parts} "
            f"| {one * 1e3:.1f} | {two * 1e3:.1f} | {overhead * 1e3:.1f} |"
        )
    # Relative errors count alike, or the largest network alone would decide.
    weighted = [[x / o for x in row] for row, o in zip(rows, overheads)]
    a, c, b = least_squares(weighted, [1.0] * len(weighted))
    print(f"\noverhead = {a:.1f} ms + {c:.2f} ms a part + {b:.2f} ms a MB")
    worst = max(abs(a + c * p + b * m - o) / o for (_, p, m), o in zip(rows, overheads))
    print(f"(off by {worst:.0%} at most)\n")

    # One process, by the largest network with all examples: milliseconds an example and parameter.
    hidden, examples, _, one, _ = table[-1]
    rate = one * 1e3 / (examples * parameters(hidden))
    print("| parameters | overhead, ms: 2 workers | examples from which it pays | 64 workers | examples |")
    print("|---|---|---|---|---|")
    for count in (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000):
        cells = [f"{count:,}"]
        for workers in (2, 64):
            overhead = a + c * workers + b * longest_path(count, workers)
            cells += [f"{overhead:,.0f}", f"{overhead / (rate * count * (1 - 1 / workers)):,.0f}"]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    report(measure())
