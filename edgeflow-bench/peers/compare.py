#!/usr/bin/env python3
"""Times one Edge Flow evaluation, two gradients and a Hessian-vector product, here and in PyTorch.

Both sides evaluate the same network on the same data at the same parameters; before anything is
timed, losses, gradients and products are compared. Contenders take turns in one run, and a ratio is
the median over rounds of the ratio within a round. See README.md.
"""

import argparse
import json
import pathlib
import statistics
import sys
import tempfile
import time

import numpy
import torch

from networks import HESSIAN_VECTOR, NETWORKS, Problem, captured
from ours import Ours, load, tell_of_environment

# Relative: of the loss between the two sides; of gradients and products to PyTorch's in float64.
LOSS_TOLERANCE = {"float32": 1e-6, "float64": 1e-12}
VECTOR_TOLERANCE = {"float32": 1e-4, "float64": 1e-10}
PAUSE = 0.005
# A contender of PyTorch's whose trials took so many times the best one's of its kind is not timed.
HOPELESS = 1.3
# Networks whose activations outgrow caches: PyTorch may go through the data in blocks.
BLOCKED = "cnn-32-32", "vit-64", "lstm-64"
LAYOUTS = {"": torch.contiguous_format, ", channels last": torch.channels_last}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--network", nargs="+", choices=sorted(NETWORKS),
                        default=["mlp-3072-200-200-10", "cnn-32-32"])
    parser.add_argument("--dtype", nargs="+", choices=["float32", "float64"],
                        default=["float32", "float64"])
    parser.add_argument("--threads", nargs="+", type=int, default=[1])
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--blocks", nargs="*", type=int, default=[20, 50, 100],
                        help="sizes of the blocks that PyTorch sums over on the CNN, too")
    parser.add_argument("--no-whole", action="store_true",
                        help="leave PyTorch on the whole batch out, where blocks are timed")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--warm-up", type=float, default=3,
                        help="seconds for each of our quantities before the first round")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu",
                        help="where PyTorch computes; with cuda, CUDA graphs are contenders too")
    parser.add_argument("--compile", action="store_true",
                        help="PyTorch with torch.compile is a contender, too (whole batch)")
    parser.add_argument("--backend", help="ours, as NAME or NAME:KEY=VALUE (host:blas=FILE); by default host "
                        "beside cpu, cuda beside cuda")
    parser.add_argument("--json", type=pathlib.Path, help="writes every round's milliseconds")
    options = parser.parse_args()
    options.backend = options.backend or {"cpu": "host", "cuda": "cuda"}[options.device]
    if options.device == "cuda" and not torch.cuda.is_available():
        raise SystemExit("skipped, no CUDA device: this PyTorch finds none")
    # Not behind our back: our backend is asked for TF32, if at all, by its config.
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    return options


def variants(network):
    """Our ways to evaluate it: what each is called, and its settings."""
    if network in BLOCKED:
        return {"default": {}, "no shared products": {"shared_products": "false"}}
    return {
        "default": {},
        "no row space": {"row_space": "false"},
        "no row space, no shared products": {"row_space": "false", "shared_products": "false"},
    }


def distance(found, expected):
    return float(numpy.linalg.norm(found - expected) / numpy.linalg.norm(expected))


def verify(label, network, exported, our_loss, dtype, device):
    """Ends the program unless both sides evaluate the same function; returns the differences."""
    def flat(tensors):
        return network.flat([tensor.detach() for tensor in tensors]).double().cpu().numpy()

    reference = Problem(network, exported["inputs"], exported["targets"], torch.float64)
    timed = Problem(network, exported["inputs"], exported["targets"], getattr(torch, dtype),
                    device=device)
    centre, direction = exported["parameters"], exported["direction"]
    plus_loss, minus_loss, r = exported["symmetric_losses"]
    plus, minus = (reference.point(centre + sign * r * direction) for sign in (1, -1))
    product = flat(reference.reverse_over_reverse(
        reference.point(centre), reference.point(direction)))
    mean = (flat(reference.gradient(plus)) + flat(reference.gradient(minus))) / 2
    loss = timed.loss(timed.point(centre))
    differences = {
        "loss": (abs(our_loss - loss) / abs(loss), LOSS_TOLERANCE[dtype]),
        "L(c + r u)": (abs(plus_loss / reference.loss(plus) - 1), LOSS_TOLERANCE[dtype]),
        "L(c - r u)": (abs(minus_loss / reference.loss(minus) - 1), LOSS_TOLERANCE[dtype]),
    }
    vectors = {
        "gradient": flat(reference.gradient(reference.point(centre))),
        "hessian_vector": product,
        "mean_gradient": mean,
        "symmetric_hessian_vector": product,
    }
    for name, expected in vectors.items():
        differences[name] = (distance(exported[name], expected), VECTOR_TOLERANCE[dtype])
    torch_product = flat(timed.reverse_over_reverse(timed.point(centre), timed.point(direction)))
    print(f"  {label}: loss {our_loss:.12g}, PyTorch {loss:.12g}; relative differences: "
          + ", ".join(f"{name} {found:.1e}" for name, (found, _) in differences.items())
          + f" (PyTorch's own {dtype} product: {distance(torch_product, product):.1e})")
    wrong = [name for name, (found, allowed) in differences.items() if not found <= allowed]
    if wrong:
        raise SystemExit(f"{label}: the two sides do not evaluate the same: {', '.join(wrong)}")
    return {name: found for name, (found, _) in differences.items()}


def ways(options, name):
    """PyTorch's ways to go through the data, rows of the table each: layout, and block sizes."""
    if name not in BLOCKED:
        return {"whole batch": ("", [None])}
    found = {}
    for layout in LAYOUTS if name == "cnn-32-32" else [""]:
        if not options.no_whole:
            found["whole batch" + layout] = (layout, [None])
        if options.blocks:
            found["blocks" + layout] = (layout, options.blocks)
    return found


def theirs(options, name, data, dtype):
    """PyTorch's contenders by way and quantity ("two gradients", "product")."""
    centre, u, r = data["parameters"], data["direction"], data["symmetric_losses"][2]
    found = {}
    for way, (layout, blocks) in ways(options, name).items():
        problem = Problem(NETWORKS[name], data["inputs"], data["targets"], getattr(torch, dtype),
                          LAYOUTS[layout], options.device)
        at, along = problem.point(centre), [t.detach() for t in problem.point(u)]
        plus, minus = problem.point(centre + r * u), problem.point(centre - r * u)
        for block in blocks:
            quick = getattr(problem.network, "quick_loss", None)
            for method, loss in {"": problem.network.loss, "its own layer": quick}.items():
                def gradients(p=problem, plus=plus, minus=minus, block=block, loss=loss):
                    return p.gradient(plus, block, loss), p.gradient(minus, block, loss)
                if loss:
                    offer(found, (way, "two gradients", method, block), gradients, options)
            for method, product in HESSIAN_VECTOR.items():
                def one_product(p=problem, product=product, at=at, along=along, block=block):
                    return product(p, at, along, block)
                offer(found, (way, "product", method, block), one_product, options)
        if options.compile and blocks == [None]:
            gradient, product = problem.compiled()
            points = [[t.detach() for t in point] for point in (plus, minus, at)]
            offer(found, (way, "two gradients", "compiled", None),
                  lambda g=gradient, p=points: (g(p[0]), g(p[1])), options)
            offer(found, (way, "product", "compiled", None),
                  lambda f=product, p=points, v=along: f(tuple(p[2]), tuple(v)), options)
    return promising(found)


def offer(found, turn, work, options):
    """Adds a contender, and on a card its CUDA graph; what PyTorch cannot do is said and left out."""
    ways_to_call = {turn[2]: lambda: work}
    if options.device == "cuda":
        ways_to_call[f"{turn[2]}, CUDA graph".removeprefix(", ")] = lambda: captured(work)
    for method, prepared in ways_to_call.items():
        try:
            call = prepared()
            call()
            found[turn[0], turn[1], method, turn[3]] = timed(call, options.device)
        except Exception as reason:  # whatever PyTorch raises, the others are still to be timed
            print(f"  left out: {turn[0]}, {turn[1]}, {method}: {str(reason).splitlines()[0]}")


def progress(message):
    if sys.stderr.isatty():
        print(f"\r  {message:<70}\r", end="", file=sys.stderr, flush=True)


def timed(work, device):
    def milliseconds():
        start = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        return (time.perf_counter() - start) * 1e3
    return milliseconds


def promising(contenders):
    """Those that could be the best of their kind: trials, which also warm PyTorch up."""
    trials, quickest = {}, {}
    for turn, work in contenders.items():
        progress(f"trial: {', '.join(str(word) for word in turn if word)}")
        trials[turn] = work()
        # A first call may be slow for reasons that do not return, but not by that much.
        if trials[turn] <= 2 * HOPELESS * quickest.get(turn[:2], trials[turn]):
            trials[turn] = min(trials[turn], work())
        quickest[turn[:2]] = min(trials[turn], quickest.get(turn[:2], trials[turn]))
    return {turn: work for turn, work in contenders.items()
            if trials[turn] <= HOPELESS * quickest[turn[:2]]}


def own(name, ours):
    """Our contenders: each variant's symmetric and gradient."""
    return {("ours", variant, quantity):
            lambda variant=variant, quantity=quantity: ours.milliseconds(key(variant), quantity)
            for variant in variants(name) for quantity in ("symmetric", "gradient")}


def key(variant):
    return variant.replace(",", "").replace(" ", "-")


def measure(turns, rounds, warm_up):
    for turn, milliseconds in turns.items():
        start = time.perf_counter()
        while turn[0] == "ours" and time.perf_counter() - start < warm_up:
            milliseconds()
    times = {turn: [] for turn in turns}
    order = list(turns)
    for number in range(rounds):
        progress(f"round {number + 1} of {rounds}")
        # Every other round goes backwards, so that nobody always follows the same neighbour.
        for turn in order if number % 2 == 0 else reversed(order):
            # Threads that spin after their work are let go to sleep before the next one's turn.
            time.sleep(PAUSE)
            times[turn].append(turns[turn]())
    return times


def best(times, way):
    """PyTorch's total of each round: two gradients and a product, each at its best by median."""
    medians = {turn: statistics.median(found) for turn, found in times.items()}
    gradients, product = (
        min((turn for turn in times if turn[:2] == (way, quantity)), key=medians.get)
        for quantity in ("two gradients", "product"))
    total = [sum(pair) for pair in zip(times[gradients], times[product])]
    sizes = "" if product[3] is None else f", {gradients[3]} and {product[3]}"
    methods = f"{gradients[2]} and {product[2]}".removeprefix(" and ")
    return total, f"{way}{sizes}; {methods}"


def spread(values):
    quarters = statistics.quantiles(values, n=4)
    return f"{statistics.median(values):.2f} ({quarters[0]:.2f} to {quarters[2]:.2f})"


def rows(options, name, dtype, threads, times):
    for way in ways(options, name):
        total, chosen = best(times, way)
        for variant in variants(name):
            symmetric = times["ours", variant, "symmetric"]
            gradient = times["ours", variant, "gradient"]
            yield [name, dtype, str(threads), chosen, f"{statistics.median(total):.1f}",
                   variant, f"{statistics.median(symmetric):.1f}",
                   spread([their / our for their, our in zip(total, symmetric)]),
                   spread([all_of_it / one for all_of_it, one in zip(symmetric, gradient)])]


HEADER = ["network", "dtype", "threads", "PyTorch", "PyTorch, ms", "ours",
          "symmetric, ms", "ratio (quartiles)", "symmetric / our gradient"]


def table(lines):
    lines = [HEADER, *lines]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    text = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
            for line in lines]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)


def compare(options, name, dtype, threads):
    print(f"{name}, {dtype}, {threads} thread{'s' if threads > 1 else ''}", flush=True)
    torch.set_num_threads(threads)
    network = NETWORKS[name]
    ours = Ours(threads)
    exported = {}
    differences = {}
    for variant, settings in variants(name).items():
        description = ours.open(
            key(variant), network=name, dtype=dtype, threads=threads, backend=options.backend,
            examples=options.examples, **settings)
        with tempfile.TemporaryDirectory() as directory:
            ours.export(key(variant), directory)
            exported[variant] = load(directory)
        differences[variant] = verify(
            variant, network, exported[variant], ours.loss(key(variant)), dtype, options.device)
    print(f"  ours: {description}", flush=True)
    turns = theirs(options, name, exported["default"], dtype) | own(name, ours)
    times = measure(turns, options.rounds, options.warm_up)
    ours.close()
    record = {"network": name, "dtype": dtype, "threads": threads, "differences": differences,
              "milliseconds": {" / ".join(map(str, turn)): found for turn, found in times.items()}}
    return list(rows(options, name, dtype, threads, times)), record


def main():
    options = arguments()
    card = f" on {torch.cuda.get_device_name()}" if options.device == "cuda" else ""
    tell_of_environment()
    print(f"PyTorch {torch.__version__}{card}, {options.rounds} rounds, n = {options.examples}")
    lines, records = [], []
    for name in options.network:
        for dtype in options.dtype:
            for threads in options.threads:
                found, record = compare(options, name, dtype, threads)
                lines += found
                records.append(record)
    print("\n" + table(lines))
    if options.json:
        options.json.write_text(json.dumps(
            {"torch": torch.__version__, "examples": options.examples, "runs": records}, indent=1))


if __name__ == "__main__":
    main()
