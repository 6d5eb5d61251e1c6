"""Leading eigenpairs of one Hessian by four solvers: products spent until the residuals are equal.

The Hessian is that of `fashion-mlp` on 300 images after some steps of gradient descent, where everybody starts cold;
then at the points of the next few steps, where everybody may start from the vectors found before. A
product is one Hessian-vector product, also where several are taken at once. The residual told is
max |Hx - tx| over the pairs, by the largest t, at the last point; of the peers it is measured in float64.
"""

import itertools
import sys
import tempfile

import numpy
import scipy.sparse.linalg
import torch

from networks import NETWORKS, Problem
from ours import Ours, load

NETWORK = "fashion-mlp"
EXAMPLES = 300
STEPS, RATE = 200, 0.1
COUNTS = 1, 4
TOLERANCES = 1e-3, 1e-5
WARM = 3
MOST = 2000
HEADER = ["solver", "pairs", "asked for", "residual", "products, cold", f"a step, over {WARM} steps on",
          "largest eigenvalue"]


class Hessian:
    """At one point, in float64; counts its products."""

    def __init__(self, network, data):
        self.network = network
        self.problem = Problem(network, data["inputs"], data["targets"], torch.float64)
        self.centre = self.problem.point(data["parameters"])
        self.size = len(data["parameters"])
        self.products = 0

    def times(self, vectors):
        columns = vectors.reshape(self.size, -1)
        self.products += columns.shape[1]
        found = [self.network.flat(self.problem.reverse_over_reverse(self.centre, self.problem.point(column)))
                 for column in columns.T]
        return torch.stack([column.detach() for column in found], 1).reshape(vectors.shape)

    def residual(self, values, vectors):
        vectors = torch.as_tensor(numpy.ascontiguousarray(vectors))
        values = torch.as_tensor(numpy.ascontiguousarray(values))
        apart = self.times(vectors) - vectors * values
        return float(torch.linalg.vector_norm(apart, dim=0).max() / values.max())


class Operator(torch.Tensor):
    """A matrix of which torch.lobpcg needs only the products."""

    @classmethod
    def of(cls, hessian):
        found = torch.zeros(1, dtype=torch.float64).expand(hessian.size, hessian.size).as_subclass(cls)
        found.hessian = hessian
        return found

    @classmethod
    def __torch_function__(cls, function, kinds, arguments=(), named=None):
        if function is torch.lobpcg:
            # The public one hands an operator over to this method; below it is the same code.
            return torch._lobpcg._lobpcg(*arguments, **(named or {}))
        if function is torch.matmul and isinstance(arguments[0], cls):
            return arguments[0].hessian.times(arguments[1].as_subclass(torch.Tensor))
        return super().__torch_function__(function, kinds, arguments, named or {})


def arpack(hessian, count, tolerance, known):
    operator = scipy.sparse.linalg.LinearOperator(
        (hessian.size, hessian.size), dtype=numpy.float64,
        matvec=lambda vector: hessian.times(torch.as_tensor(vector)).numpy())
    # One vector is all that it can start from.
    start = random_start(hessian, 1).numpy() if known is None else known.sum(1)
    return scipy.sparse.linalg.eigsh(operator, count, which="LA", tol=tolerance, v0=start.reshape(-1))


def random_start(hessian, count):
    return torch.randn(hessian.size, count, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


def block(hessian, count, known):
    return random_start(hessian, count) if known is None else torch.as_tensor(known.copy())


def torch_lobpcg(hessian, count, tolerance, known):
    def until(worker):
        worker.bvars["force_stop"] = bool(
            torch.linalg.vector_norm(worker.R, dim=0).max() <= tolerance * worker.E.max())

    # By its own rule it would go on: the tracker ends it at our residual.
    values, vectors = torch.lobpcg(
        Operator.of(hessian), X=block(hessian, count, known), niter=MOST, tol=tolerance * 1e-3, largest=True,
        tracker=until)
    return values.as_subclass(torch.Tensor).numpy(), vectors.as_subclass(torch.Tensor).numpy()


def central_flows_lobpcg(checkout):
    sys.path.insert(0, str(checkout))
    from src.lobpcg import torch_lobpcg as solve

    def found(hessian, count, tolerance, known):
        # Theirs ends at |r| < tol 10 n (|Hx| + t), about 20 n t tol.
        values, vectors, _ = solve(hessian.times, block(hessian, count, known), max_iter=MOST,
                                   tol=tolerance / (20 * hessian.size))
        return values.numpy(), vectors.numpy()
    return found


def our_part(threads):
    """The points, and for each number of pairs and tolerance what our tracker did at each."""
    ours = Ours(threads)
    ours.open("hessian", network=NETWORK, examples=EXAMPLES, dtype="float64", threads=threads, row_space="false")
    ours.descend("hessian", STEPS, RATE)
    points, found = [], {asked: [] for asked in itertools.product(COUNTS, TOLERANCES)}
    for _ in range(1 + WARM):
        with tempfile.TemporaryDirectory() as directory:
            ours.export("hessian", directory)
            points.append(load(directory))
        for (count, tolerance), answers in found.items():
            answers.append(ours.eigenpairs("hessian", count, tolerance))
        ours.descend("hessian", 1, RATE)
    ours.close()
    return points, found


def line(solver, count, tolerance, products, residual, value):
    return [solver, str(count), f"{tolerance:g}", f"{residual:.1e}", str(products[0]),
            f"{sum(products[1:]) / WARM:.1f}", f"{value:.6f}"]


def compare(threads, centralflows):
    torch.set_num_threads(threads)
    points, found = our_part(threads)
    solvers = {"scipy eigsh (ARPACK)": arpack, "torch.lobpcg": torch_lobpcg}
    if centralflows:
        solvers["centralflows' LOBPCG"] = central_flows_lobpcg(centralflows)
    lines = []
    for (count, tolerance), answers in found.items():
        products, residuals, values = zip(*answers)
        lines.append(line("EdgeFlow's tracker", count, tolerance, products, residuals[-1], values[-1]))
        for name, solve in solvers.items():
            products, vectors = [], None
            for data in points:
                hessian = Hessian(NETWORKS[NETWORK], data)
                values, vectors = solve(hessian, count, tolerance, vectors)
                products.append(hessian.products)
            lines.append(line(name, count, tolerance, products, hessian.residual(values, vectors), values.max()))
            print(f"eigenpairs, {count} at {tolerance:g}, {name}: {products[0]} products", flush=True)
    return lines
