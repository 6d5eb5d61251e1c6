#!/usr/bin/env python3
"""Whole runs beside their authors' code: gradient descent with its sharpness, and Central Flow.

Both sides start from the same parameters on the same images, each in a process of its own, timed from
its start to its end. Then eigensolvers, at equal residuals. See README.md.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy

import eigensolvers
import photographs
from ours import ROOT, tell_of_environment

CONFIG = """\
experiment: whole-run
seed: 1
dtype: float32
backend: {{type: host, threads: {threads}}}
steps: {steps}
learning-rate: {learning_rate}
dataset: {{type: cifar-10, directory: "{cifar}", classes: [0, 1, 2, 3], examples: 1000}}
objective: {{type: mlp, hidden: [256, 256], activation: gelu, loss: mse}}
models: [{model}]
record: {{every: 1, sharpness-every: {sharpness_every}, arrays: true}}
reports: []
"""
HEADER = ["run", "code", "seconds", "processor seconds", "gradients a step", "products a step",
          "final loss", "final sharpness", "distance"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--centralflows", type=pathlib.Path, metavar="DIR",
                        help="a checkout of github.com/centralflows/centralflows")
    parser.add_argument("--edge-of-stability", type=pathlib.Path, metavar="DIR",
                        help="a checkout of github.com/locuslab/edge-of-stability")
    parser.add_argument("--cifar", type=pathlib.Path, metavar="DIR",
                        help="CIFAR-10's binary version; without it, smooth noise in the same files")
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--learning-rate", type=float, default=0.02)
    parser.add_argument("--sharpness-every", type=int, default=10,
                        help="of gradient descent beside edge-of-stability; beside centralflows it is 1")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--runs", nargs="*", choices=["edge-of-stability", "discrete", "central-flow"],
                        default=["edge-of-stability", "discrete", "central-flow"],
                        help="which of the whole runs")
    parser.add_argument("--no-eigensolvers", action="store_true")
    parser.add_argument("--edgeflow", type=pathlib.Path, default=ROOT / "edgeflow", help="our launcher")
    parser.add_argument("--json", type=pathlib.Path, help="writes every figure")
    options = parser.parse_args()
    for name, file in ("centralflows", "src/processes.py"), ("edge_of_stability", "src/gd.py"):
        directory = getattr(options, name)
        if directory and not (directory / file).is_file():
            parser.error(f"--{name.replace('_', '-')} {directory}: there is no {file}; expected a checkout")
    asked = options.edge_of_stability and "edge-of-stability" in options.runs
    if asked and options.steps % options.sharpness_every:
        parser.error(f"--steps {options.steps}: edge-of-stability's gd.py takes multiples of the "
                     f"--sharpness-every {options.sharpness_every}")
    return options


def timed(command, environment, log):
    """Runs a process to its end: wall and processor seconds, and what it printed; what it logs goes to a file."""
    began = time.perf_counter()
    with open(log, "w") as errors:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
    if status:
        last = log.read_text().strip().splitlines()[-8:]
        raise SystemExit("failed: " + " ".join(map(str, command)) + "\n" + "\n".join(last))
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, printed


def ours(options, directory, model, sharpness_every):
    out = directory / f"ours-{model or 'gd'}-{sharpness_every}"
    config = directory / f"{out.name}.yaml"
    config.write_text(CONFIG.format(
        threads=options.threads, steps=options.steps, learning_rate=options.learning_rate,
        cifar=options.cifar, model=f"{{type: {model}}}" if model else "", sharpness_every=sharpness_every))
    wall, processor, _ = timed([options.edgeflow, "run", config, "--out", out, "--quiet"], dict(os.environ),
                               config.with_suffix(".log"))
    name = model or "gradient-descent"
    rows = numpy.genfromtxt(out / "trajectories" / f"{name}.csv", delimiter=",", names=True)
    sharpness = rows["sharpness"]
    found = next(entry for entry in json.loads((out / "summary.json").read_text())["models"]
                 if entry["name"] == name)
    # Rows of ours reach step N, theirs N - 1.
    return {"wall": wall, "processor": processor, "losses": rows["loss"][:-1].tolist(),
            "sharpness": sharpness[numpy.isfinite(sharpness)].tolist(),
            "gradients": found["gradients"], "products": found["hvps"] if model else None,
            "own_seconds": found["seconds"], "arrays": out / "arrays",
            "final": numpy.load(out / "arrays" / f"final_parameters_{name}.npy")}


def theirs(options, directory, process, checkout, our_run, sharpness_every):
    out = directory / f"theirs-{process}"
    command = [sys.executable, pathlib.Path(__file__).with_name("authors.py"), process, checkout.resolve(),
               our_run["arrays"], "--loss", str(our_run["losses"][0]), "--steps", str(options.steps),
               "--learning-rate", str(options.learning_rate), "--sharpness-every", str(sharpness_every),
               "--threads", str(options.threads), "--out", out]
    environment = dict(os.environ, OMP_NUM_THREADS=str(options.threads), MKL_NUM_THREADS=str(options.threads))
    wall, processor, printed = timed(command, environment, out.with_suffix(".log"))
    found = json.loads(printed.splitlines()[-1])
    return found | {"wall": wall, "processor": processor, "final": numpy.load(out / "final.npy")}


def row(run, code, found, steps, distance):
    per_step = ["not counted" if found[name] is None else f"{found[name] / steps:.3g}"
                for name in ("gradients", "products")]
    if found.get("third"):
        per_step[1] += f" and {found['third'] / steps:.3g} third derivatives"
    return [run, code, f"{found['wall']:.1f}", f"{found['processor']:.1f}", *per_step,
            f"{found['losses'][-1]:.5f}", f"{found['sharpness'][-1]:.3f}", distance]


def compare(options, directory, run, process, checkout, sharpness_every):
    print(f"{run}: ours", flush=True)
    model = "central-flow" if process == "central-flow" else None
    # Central Flow finds its own eigenvalues; one more look at the end is for the table.
    our_run = ours(options, directory, model, options.steps if model else sharpness_every)
    print(f"{run}: theirs", flush=True)
    their_run = theirs(options, directory, process, checkout, our_run, sharpness_every)
    start = numpy.load(our_run["arrays"] / "initial_parameters.npy")
    way = numpy.linalg.norm(our_run["final"] - start)
    apart = float(numpy.linalg.norm(our_run["final"] - their_run["final"]) / way)
    losses = numpy.abs(numpy.array(their_run["losses"]) / our_run["losses"] - 1)
    ratios = {kind: their_run[kind] / our_run[kind] for kind in ("wall", "processor")}
    print(f"  losses of the first ten steps agree to {losses[:10].max():.1e}, of all {losses.max():.1e};"
          f" the ends are {apart:.1e} of the way apart; theirs takes {ratios['wall']:.1f} times ours"
          f" ({ratios['processor']:.1f} by processor time)", flush=True)
    record = {"run": run, "apart": apart, "ratios": ratios,
              "ours": {k: v for k, v in our_run.items() if k not in ("final", "arrays")},
              "theirs": {k: v for k, v in their_run.items() if k != "final"}}
    return [row(run, "EdgeFlow", our_run, options.steps, "-"),
            row("", checkout.name, their_run, options.steps, f"{apart:.1e}")], record


def table(header, lines):
    lines = [header, *lines]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    text = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
            for line in lines]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)


def whole_runs(options, directory):
    found = []
    if options.edge_of_stability and "edge-of-stability" in options.runs:
        found.append(compare(options, directory, f"GD, sharpness every {options.sharpness_every} steps",
                             "edge-of-stability", options.edge_of_stability, options.sharpness_every))
    if options.centralflows and "discrete" in options.runs:
        found.append(compare(options, directory, "GD, sharpness every step", "discrete", options.centralflows, 1))
    if options.centralflows and "central-flow" in options.runs:
        found.append(compare(options, directory, "Central Flow", "central-flow", options.centralflows, 1))
    return found


def main():
    options = arguments()
    tell_of_environment()
    found, solvers = [], []
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        if options.cifar is None:
            options.cifar = directory
            photographs.write(directory, 5000)
        options.cifar = options.cifar.resolve()
        found = whole_runs(options, directory)
    if not options.no_eigensolvers:
        solvers = eigensolvers.compare(options.threads, options.centralflows)
    if found:
        print("\n" + table(HEADER, [line for lines, _ in found for line in lines]))
    if solvers:
        print("\n" + table(eigensolvers.HEADER, solvers))
    if options.json:
        options.json.write_text(json.dumps(
            {"steps": options.steps, "threads": options.threads,
             "runs": [record for _, record in found], "eigensolvers": solvers}, indent=1))


if __name__ == "__main__":
    main()
