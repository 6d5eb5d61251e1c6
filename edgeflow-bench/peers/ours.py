"""EdgeFlow's side of the comparison: a process that is asked for one timing at a time."""

import os
import pathlib
import subprocess

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]


def load(directory):
    """What Ours.export wrote, by name."""
    return {file.stem: numpy.load(file) for file in pathlib.Path(directory).glob("*.npy")}


def tell_of_environment():
    """Says what in the environment holds OpenBLAS, with which we multiply, to another processor."""
    core = os.environ.get("OPENBLAS_CORETYPE")
    if core:
        print(f"OPENBLAS_CORETYPE={core} holds our OpenBLAS to that processor's instructions;"
              " './edgeflow doctor' says what unsetting it is worth")


class Ours:
    """An org.edgeflow.bench.PeerTimer, held to a number of threads."""

    def __init__(self, threads):
        options = f"-Xmx6g {os.environ.get('EDGEFLOW_JAVA_OPTS', '')}"
        environment = dict(os.environ, EDGEFLOW_JAVA_OPTS=options, OMP_NUM_THREADS=str(threads))
        # The launcher builds what is missing or older than its sources, and gives the JVM what a run gets.
        self.process = subprocess.Popen(
            [ROOT / "edgeflow", "bench", "peer-timer"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def _ask(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split(maxsplit=1)
        if not answer:
            raise SystemExit(f"PeerTimer ended (exit code {self.process.wait()}); see above")
        if answer[0] != words[0]:
            raise SystemExit(f"PeerTimer, asked '{' '.join(map(str, words))}': {answer[-1].strip()}")
        return answer[1].strip()

    def open(self, name, **settings):
        """Opens a workload under a name; returns what computes it."""
        pairs = [f"{key.replace('_', '-')}={value}" for key, value in settings.items()]
        return self._ask("open", name, *pairs).split(maxsplit=1)[1]

    def export(self, name, directory):
        """Writes data, parameters and results as .npy files."""
        self._ask("export", name, directory)

    def loss(self, name):
        return float(self._ask("value", name, "loss"))

    def descend(self, name, steps, rate):
        """Moves the point by gradient descent; returns the loss there."""
        return float(self._ask("descend", name, steps, rate))

    def eigenpairs(self, name, count, tolerance):
        """By our tracker, cold the first time: products, largest residual by largest value, that value."""
        products, residual, value = self._ask("eigenpairs", name, count, tolerance).split()
        return int(products), float(residual), float(value)

    def milliseconds(self, name, quantity):
        """One evaluation, timed inside the process."""
        return float(self._ask("time", name, quantity))

    def close(self):
        self.process.stdin.close()
        self.process.wait()
