"""Networks of PyTorch as ONNX, with PyTorch's loss, gradient and Hessian-vector product: OnnxNetworkTest.

Run:  pip install torch==2.13.0 onnx onnxscript && python3 scripts/onnx-fixtures.py

Writes NAME.onnx and NAME.npz into edgeflow-onnx/src/test/resources/org/edgeflow/onnx/networks, for both of
PyTorch's exporters. In an .npz: the examples, their labels, the file's parameters in the file's order, the
loss there, its gradient, a direction, and the Hessian's product with it; all by autograd in float64.
"""

import contextlib
import io
import pathlib
import runpy
import sys
import warnings

import numpy as np
import onnx
import onnx.numpy_helper
import torch
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel

SCRIPTS = pathlib.Path(__file__).resolve().parent
exporting = runpy.run_path(str(SCRIPTS / "export-onnx.py"))
OUT = SCRIPTS.parent / "edgeflow-onnx/src/test/resources/org/edgeflow/onnx/networks"
EXAMPLES = 7
CLASSES = 3


class Residual(nn.Module):
    """A residual block with batch normalization, whose statistics are somebody's."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(2, 4, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(4)
        self.conv = nn.Conv2d(4, 6, 3, stride=2, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(6)
        self.skip = nn.Conv2d(4, 6, 1, stride=2)
        self.head = nn.Linear(6, CLASSES)
        for norm in (self.norm1, self.norm2):
            norm.running_mean.uniform_(-0.5, 0.5)
            norm.running_var.uniform_(0.5, 2)
            nn.init.uniform_(norm.weight, 0.5, 1.5)
            nn.init.uniform_(norm.bias, -0.5, 0.5)

    def forward(self, x):
        x = torch.relu(self.norm1(self.stem(x)))
        x = torch.relu(self.norm2(self.conv(x)) + self.skip(x))
        return self.head(nn.functional.adaptive_avg_pool2d(x, 1).flatten(1))


class Transformer(nn.Module):
    """An encoder that reads tokens and labels each position."""

    def __init__(self, length=5, width=8, norm_first=True):
        super().__init__()
        self.embedding = nn.Embedding(CLASSES, width)
        self.positions = nn.Parameter(0.5 * torch.randn(length, width))
        layer = nn.TransformerEncoderLayer(
            width, 2, 12, dropout=0.0, activation="gelu", batch_first=True, norm_first=norm_first
        )
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(width, CLASSES)

    def forward(self, tokens):
        return self.head(self.encoder(self.embedding(tokens) + self.positions))


class Vision(nn.Module):
    """Patches, a token of its own for the class, attention with a causal mask, and tied weights."""

    def __init__(self, masked=True):
        super().__init__()
        self.patches = nn.Conv2d(2, 6, 4, 4)
        self.token = nn.Parameter(torch.randn(1, 1, 6))
        self.attention = nn.MultiheadAttention(6, 2, batch_first=True)
        self.norm = nn.LayerNorm(6)
        self.mix = nn.Linear(6, 6)
        self.head = nn.Linear(6, CLASSES)
        mask = torch.triu(torch.full((5, 5), float("-inf"), dtype=torch.float64), 1).T.contiguous()
        self.register_buffer("mask", mask if masked else None)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1)
        x = x + self.attention(x, x, x, attn_mask=self.mask, need_weights=False)[0]
        x = torch.tanh(self.mix(self.norm(x))) + nn.functional.silu(self.mix(x))
        return nn.functional.log_softmax(self.head(x[:, 0]) * 0.75, dim=-1)


class Odds(nn.Module):
    """Dilated, grouped and one-axis convolutions, padded means, groups of channels, and arithmetic."""

    def __init__(self):
        super().__init__()
        self.dilated = nn.Conv2d(2, 4, 3, dilation=2, padding=2)
        self.grouped = nn.Conv2d(4, 6, 3, groups=2, padding=1)
        self.norm = nn.GroupNorm(2, 6)
        self.along = nn.Conv1d(6, 5, 3, stride=2, padding=1)
        self.gain = nn.Parameter(torch.rand(5, 1) + 0.5)
        self.shift = nn.Parameter(torch.randn(5, 8))
        self.left = nn.Parameter(torch.randn(4, 5))
        self.head = nn.Linear(32, CLASSES)

    def forward(self, x):
        x = nn.functional.leaky_relu(self.dilated(x), 0.1)
        x = nn.functional.elu(self.norm(self.grouped(x)))
        x = nn.functional.avg_pool2d(x, 3, 2, padding=1)
        x = self.along(x.flatten(2)) * self.gain + self.shift
        x = x - x.mean(dim=1, keepdim=True)
        x = x / torch.sqrt((x**2).mean(dim=(1, 2), keepdim=True) + 2**-10)
        x = torch.matmul(self.left, x)
        first, second = x.split(4, dim=2)
        x = torch.cat([first * torch.sigmoid(second), second.abs()], dim=2)
        return self.head(nn.functional.softplus(x).flatten(1))


class Recurrent(nn.Module):
    """An LSTM or a GRU, and a head on the last position, on the last hidden states, or on every position."""

    def __init__(self, cell, end, tokens=False, **options):
        super().__init__()
        self.batch_axis = 0 if options.setdefault("batch_first", True) else 1
        self.embedding = nn.Embedding(CLASSES, 4) if tokens else nn.Identity()
        self.cell = cell(4, 3, **options)
        self.end = end
        both = options.get("bidirectional", False)
        self.head = nn.Linear(6 if both else 3, CLASSES)

    def forward(self, x):
        y, states = self.cell(self.embedding(x))
        hidden = states[0] if isinstance(states, tuple) else states
        if self.end == "last":
            return self.head(y[:, -1] if self.batch_axis == 0 else y[-1])
        if self.end == "hidden":
            return self.head(hidden[-1])
        if self.end == "both hidden":
            return self.head(torch.cat([hidden[-2], hidden[-1]], dim=1))
        return self.head(y)


def mlp():
    return nn.Sequential(
        nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 4, bias=False), nn.GELU(), nn.Linear(4, CLASSES)
    )


def cnn():
    return nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(4, 5, 3),
        nn.Sigmoid(),
        nn.AvgPool2d(2, 1),
        nn.Flatten(),
        nn.Linear(5, CLASSES),
    )


# Single numbers in the networks are float32s: dynamo rounds them to one, whatever the format.
IMAGES = (2, 8, 8)
SEQUENCES = (5, 4)
BOTH = {"num_layers": 2, "bidirectional": True}
BARE = {"bias": False, "batch_first": False}
# name: network, shape of an example (None: tokens), loss, exporter (plain: dynamo without its optimizer), opset
FIXTURES = {
    "mlp-script-13": (mlp, (6,), "cross-entropy", "script", 13),
    "mlp-dynamo-18": (mlp, (6,), "mse", "dynamo", 18),
    "mlp-dynamo-21": (mlp, (6,), "cross-entropy", "dynamo", 21),
    "float32-script-15": (mlp, (6,), "cross-entropy", "script", 15),
    "float32-dynamo-19": (mlp, (6,), "cross-entropy", "dynamo", 19),
    "beside-dynamo-18": (mlp, (6,), "cross-entropy", "dynamo", 18),
    "cnn-script-13": (cnn, IMAGES, "cross-entropy", "script", 13),
    "cnn-dynamo-20": (cnn, IMAGES, "mse", "dynamo", 20),
    "residual-script-17": (Residual, IMAGES, "cross-entropy", "script", 17),
    "residual-plain-18": (Residual, IMAGES, "cross-entropy", "plain", 18),
    "transformer-script-14": (Transformer, None, "cross-entropy", "script", 14),
    "transformer-script-17": (Transformer, None, "cross-entropy", "script", 17),
    "transformer-dynamo-18": (Transformer, None, "cross-entropy", "dynamo", 18),
    "transformer-plain-21": (Transformer, None, "mse", "plain", 21),
    "vision-script-20": (lambda: Vision(masked=False), IMAGES, "cross-entropy", "script", 20),
    "vision-dynamo-20": (Vision, IMAGES, "cross-entropy", "dynamo", 20),
    "odds-script-16": (Odds, IMAGES, "cross-entropy", "script", 16),
    "odds-dynamo-18": (Odds, IMAGES, "cross-entropy", "dynamo", 18),
    "lstm-script-13": (lambda: Recurrent(nn.LSTM, "last"), SEQUENCES, "cross-entropy", "script", 13),
    "lstm-dynamo-18": (lambda: Recurrent(nn.LSTM, "last", num_layers=2), SEQUENCES, "mse", "dynamo", 18),
    "lstm-plain-20": (lambda: Recurrent(nn.LSTM, "both hidden", **BOTH), SEQUENCES, "cross-entropy", "plain", 20),
    "lstm-script-17": (lambda: Recurrent(nn.LSTM, "all", True, **BOTH), None, "cross-entropy", "script", 17),
    "lstm-plain-21": (lambda: Recurrent(nn.LSTM, "hidden", **BARE), SEQUENCES, "cross-entropy", "plain", 21),
    "gru-script-14": (lambda: Recurrent(nn.GRU, "both hidden", **BOTH), SEQUENCES, "cross-entropy", "script", 14),
    "gru-plain-18": (lambda: Recurrent(nn.GRU, "last", num_layers=2), SEQUENCES, "cross-entropy", "plain", 18),
    "gru-dynamo-20": (lambda: Recurrent(nn.GRU, "all", True, **BOTH), None, "cross-entropy", "dynamo", 20),
    "gru-plain-21": (lambda: Recurrent(nn.GRU, "last", **BARE), SEQUENCES, "mse", "plain", 21),
    "gru-script-16": (lambda: Recurrent(nn.GRU, "hidden", batch_first=False), SEQUENCES, "mse", "script", 16),
}


def export(model, examples, file, exporter, opset):
    """As a PyTorch user would."""
    axis = getattr(model, "batch_axis", 0)
    if exporter == "script":
        torch.onnx.export(
            model, (examples,), str(file), dynamo=False, dynamic_axes={"input": {axis: "batch"}, "output": {0: "batch"}},
            do_constant_folding=False, training=torch.onnx.TrainingMode.PRESERVE,
            opset_version=opset, input_names=["input"], output_names=["output"],
        )
    else:
        exporting["export"](model, examples, file, opset, exporter != "plain", axis)


def loss_of(output, labels, kind):
    output = output.reshape(-1, CLASSES)
    if kind == "mse":
        targets = nn.functional.one_hot(labels.reshape(-1), CLASSES).to(output)
        return 0.5 * ((output - targets) ** 2).sum(1).mean()
    return nn.functional.cross_entropy(output, labels.reshape(-1))


def in_the_files_order(file, model):
    """Which parameters the file's tensors hold, as places among the model's, one tensor after another."""
    parameters = dict(model.named_parameters())
    buffers = dict(model.named_buffers())
    firsts = dict(zip(parameters, np.cumsum([0, *(p.numel() for p in parameters.values())])))
    everything = np.concatenate([p.detach().numpy().reshape(-1) for p in parameters.values()])
    places = {value: place for place, value in enumerate(everything)}
    found = []
    for tensor in onnx.load(file).graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype.kind != "f" or values.ndim == 0 or tensor.name in buffers:
            continue
        if tensor.name in parameters:
            found.append(firsts[tensor.name] + np.arange(values.size))
        elif all(value in places for value in values.reshape(-1)):
            # Under another name: transposed, or several put together.
            found.append(np.array([places[value] for value in values.reshape(-1)]))
        else:
            print(f"  {file.name}: '{tensor.name}' {values.shape} is no parameter")
    order = np.concatenate(found)
    assert np.array_equal(np.sort(order), np.arange(everything.size)), (file, order.size, everything.size)
    return order


def fixture(name, make, shape, loss, exporter, opset):
    torch.manual_seed(sum(map(ord, name.split("-")[0])))
    model = make().double().eval()
    for parameter in model.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    if shape is None:
        examples = torch.randint(CLASSES, (EXAMPLES, 5))
        labels = examples.sort(1).values
    else:
        examples = torch.randn(EXAMPLES, *shape, dtype=torch.float64)
        labels = torch.randint(CLASSES, (EXAMPLES,))
    file = OUT / f"{name}.onnx"
    given = examples.transpose(0, getattr(model, "batch_axis", 0))
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        if name.startswith("float32"):
            # What float32 makes of the parameters is where autograd begins, too.
            export(model.float(), given.float(), file, exporter, opset)
            model.double()
        else:
            export(model, given, file, exporter, opset)
    exporting["forget_where"](file)
    if name.startswith("beside"):
        onnx.save_model(
            onnx.load(file), file, save_as_external_data=True, location=f"{name}.data", size_threshold=0
        )
    parameters = dict(model.named_parameters())
    order = in_the_files_order(file, model)
    direction = {n: torch.randn_like(p) for n, p in parameters.items()}
    # Its faster attentions have no second derivatives.
    with sdpa_kernel(SDPBackend.MATH):
        value = loss_of(model(given), labels, loss)
        gradient = dict(zip(parameters, torch.autograd.grad(value, parameters.values(), create_graph=True)))
        slope = sum((gradient[n] * direction[n]).sum() for n in parameters)
        product = dict(zip(parameters, torch.autograd.grad(slope, parameters.values(), allow_unused=True)))
    product = {n: torch.zeros_like(parameters[n]) if p is None else p for n, p in product.items()}

    def flat(vectors):
        return np.concatenate([vectors[n].detach().numpy().reshape(-1) for n in parameters])[order]

    np.savez(
        OUT / f"{name}.npz",
        inputs=examples.numpy().astype(np.float64).reshape(EXAMPLES, -1),
        shape=np.array(examples.shape[1:], dtype=np.float64),
        labels=labels.numpy().astype(np.float64).reshape(EXAMPLES, -1),
        loss=np.array([value.item()]),
        squared=np.array([float(loss == "mse")]),
        start=flat(parameters),
        gradient=flat(gradient),
        direction=flat(direction),
        product=flat(product),
    )
    operators = sorted({node.op_type for node in onnx.load(file).graph.node})
    print(f"{name}: {sum(p.numel() for p in parameters.values())} parameters, {file.stat().st_size} bytes; {' '.join(operators)}")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for name, arguments in FIXTURES.items():
        if len(sys.argv) < 2 or name in sys.argv[1:]:
            fixture(name, *arguments)
