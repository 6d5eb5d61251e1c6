#!/usr/bin/env python3
"""One run of another group's code, from a checkout of it, on start and data that EdgeFlow saved.

    authors.py central-flow|discrete|edge-of-stability CHECKOUT ARRAYS --steps N …

Nothing of theirs is changed or copied: their modules are imported from the checkout. Where there is
no CUDA device, what they put on one stays where it is. Prints one line of JSON at the end, and
writes final.npy beside it.
"""

import argparse
import contextlib
import importlib
import json
import os
import pathlib
import sys
import time
import types

import numpy
import torch
from torch.overrides import TorchFunctionMode


LOSS_TOLERANCE = 1e-5


class OnTheProcessor(TorchFunctionMode):
    """Their tensors are moved to CUDA by name; without a device they stay."""

    def __torch_function__(self, function, kinds, arguments=(), named=None):
        named = dict(named or {})
        if function is torch.Tensor.cuda:
            return arguments[0]
        if str(named.get("device", "")).startswith("cuda"):
            named["device"] = "cpu"
        return function(*arguments, **named)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("process", choices=["central-flow", "discrete", "edge-of-stability"])
    parser.add_argument("checkout", type=pathlib.Path)
    parser.add_argument("arrays", type=pathlib.Path, help="what 'record: {arrays: true}' saved")
    parser.add_argument("--loss", type=float, required=True, help="ours at the start")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--learning-rate", type=float, required=True)
    parser.add_argument("--sharpness-every", type=int, default=1)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    return parser.parse_args()


class Counter:
    """What a run of theirs evaluates: whole-data gradients, and Hessian-vector products."""

    def __init__(self):
        self.gradients = 0
        self.products = 0
        self.third = 0

    def counting(self, function, **amounts):
        def counted(*args, **named):
            for name, amount in amounts.items():
                setattr(self, name, getattr(self, name) + amount)
            return function(*args, **named)
        return counted


def stand_in(name, **members):
    """A module that they import and that this run has no use for, where it is not installed."""
    try:
        importlib.import_module(name)
    except (ImportError, RuntimeError):
        module = types.ModuleType(name)
        for member, value in members.items():
            setattr(module, member, value)
        sys.modules[name] = module


def check(loss, options):
    """Ends the program unless their loss at the start is ours."""
    if not abs(loss / options.loss - 1) < LOSS_TOLERANCE:
        raise SystemExit(f"their loss at the start is {loss:.9g}, ours {options.loss:.9g}: not the same problem")


class Start:
    """EdgeFlow's start and data: the flat order is theirs too, W (out x in) then b, layer by layer."""

    def __init__(self, directory):
        self.parameters = torch.from_numpy(numpy.load(directory / "initial_parameters.npy")).float()
        inputs = torch.from_numpy(numpy.load(directory / "inputs.npy")).float()
        self.inputs = inputs.reshape(len(inputs), *inputs.shape[1:])
        targets = torch.from_numpy(numpy.load(directory / "targets.npy"))
        self.labels, self.classes = targets.argmax(1), targets.shape[1]


def central_flows(options, start, counter):
    """Their processes, driven as their main.py drives them, without its loggers."""
    stand_in("datasets", load_dataset=None)
    sys.path.insert(0, str(options.checkout))
    from src import processes
    from src.architectures import MLP
    from src.datasets import Examples
    from src.functional import FunctionalModel
    from src.loss_criterion import mse_categorical_loss
    from src.loss_function import SupervisedLossFunction
    from src.update_rules import GradientDescent

    torch.set_float32_matmul_precision("highest")
    torch.manual_seed(0)
    model = MLP(width=options.width).create(tuple(start.inputs.shape[1:]), start.classes)
    fresh, function = FunctionalModel.make_functional(model)
    assert len(fresh) == len(start.parameters), f"{len(start.parameters)} parameters, theirs has {len(fresh)}"
    loss = SupervisedLossFunction(function, mse_categorical_loss, [Examples(start.inputs, start.labels)])
    check(float(loss(start.parameters)), options)
    loss.grad_and_value = counter.counting(loss.grad_and_value, gradients=1)
    derivative = loss.D

    def counted_derivative(w, order=1, *vectors):
        counter.gradients += order == 1
        counter.third += order == 3
        return derivative(w, order, *vectors)

    loss.D = counted_derivative
    optimizer = GradientDescent(lr=options.learning_rate)
    eigenvalues = processes.EigConfig(frequency=options.sharpness_every)
    kind, settings = {
        "central-flow": (processes.CentralFlow, processes.CentralFlowConfig),
        "discrete": (processes.DiscreteProcess, processes.DiscreteProcessConfig),
    }[options.process]
    process = kind(opt=optimizer, loss_fn=loss, w=start.parameters,
                   state=optimizer.initialize_state(start.parameters), eig_config=eigenvalues,
                   config=settings())
    inner = process.eig_manager.get

    def counted_get(w, P=None):
        found = inner(w, P=P)
        # Between two solves they take u'Hu, one product for each pair.
        counter.products += int(found[2].get("matvec_count", len(found[0])))
        return found

    process.eig_manager.get = counted_get
    losses, sharpness, seconds, tracked = [], [], [], []
    for _ in range(options.steps):
        began = time.perf_counter()
        process.prepare()
        losses.append(float(process.loss))
        sharpness.append(float(process.eff_eigs[0]) / options.learning_rate)
        tracked.append(len(process.eff_eigs))
        process.step()
        seconds.append(time.perf_counter() - began)
        print(f"step {len(losses)} of {options.steps}: loss {losses[-1]:.6g}, {seconds[-1]:.1f} s, "
              f"{counter.products} products", file=sys.stderr, flush=True)
    return {"losses": losses, "sharpness": sharpness, "seconds": seconds, "tracked": tracked,
            "final": process.w}


def edge_of_stability(options, start, counter):
    """Their gd.py's main, with our network and data in place of its own."""
    os.environ["RESULTS"] = str(options.out / "results")
    os.environ.setdefault("DATASETS", str(options.out))
    stand_in("torchvision")
    stand_in("torchvision.datasets", CIFAR10=None)
    sys.path.insert(0, str(options.checkout / "src"))
    import gd
    import utilities

    width = options.width
    network = torch.nn.Sequential(
        torch.nn.Flatten(), torch.nn.Linear(start.inputs[0].numel(), width), torch.nn.GELU(),
        torch.nn.Linear(width, width), torch.nn.GELU(), torch.nn.Linear(width, start.classes))
    torch.nn.utils.vector_to_parameters(start.parameters, network.parameters())
    targets = torch.nn.functional.one_hot(start.labels).float()
    train = torch.utils.data.TensorDataset(start.inputs, targets)
    gd.load_dataset = lambda *_: (train, torch.utils.data.TensorDataset(start.inputs[:1], targets[:1]))
    network.cuda = lambda *_: network if not torch.cuda.is_available() else torch.nn.Module.cuda(network)
    gd.load_architecture = lambda *_: network
    utilities.compute_hvp = counter.counting(utilities.compute_hvp, products=1)
    check(float(utilities.compute_losses(network, [utilities.SquaredLoss()], train)[0]), options)
    began = time.perf_counter()
    gd.main(dataset="edgeflow", arch_id="mlp", loss="mse", opt="gd", lr=options.learning_rate,
            max_steps=options.steps, neigs=1, eig_freq=options.sharpness_every)
    seconds = time.perf_counter() - began
    counter.gradients += options.steps
    found = pathlib.Path(utilities.get_gd_directory("edgeflow", options.learning_rate, "mlp", 0, "gd", "mse", 0.0))
    return {"losses": torch.load(found / "train_loss_final").tolist(),
            "sharpness": torch.load(found / "eigs_final").reshape(-1).tolist(),
            "seconds": [seconds],
            "final": torch.nn.utils.parameters_to_vector(network.parameters()).detach()}


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    start, counter = Start(options.arrays), Counter()
    run = edge_of_stability if options.process == "edge-of-stability" else central_flows
    # They print as they go; what is read from here is the last line.
    with contextlib.redirect_stdout(sys.stderr):
        with contextlib.nullcontext() if torch.cuda.is_available() else OnTheProcessor():
            found = run(options, start, counter)
    numpy.save(options.out / "final.npy", found.pop("final").cpu().numpy())
    found.update(gradients=counter.gradients, products=counter.products, third=counter.third)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
