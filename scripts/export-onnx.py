"""PyTorch's model as a file for EdgeFlow: `export` below is the one call that you need; copy it.

Run:  pip install torch onnx onnxscript && python3 scripts/export-onnx.py [FILE]

writes the network of examples/digits-onnx.yaml, as an example of your own:

    import torch
    torch.onnx.export(model.eval(), (examples,), "model.onnx", dynamo=True, optimize=False, external_data=False,
                      opset_version=20, dynamic_shapes=({0: torch.export.Dim("batch")},))

`examples` is a batch of two or more, in the model's format: float64 keeps all digits. `eval()` makes dropout and
the statistics of batch normalization what they are when the model is used; `optimize=False` keeps the model's
parameters as they are, where the exporter would merge them into others. The model ends in logits, without a softmax.
"""

import pathlib
import sys

import onnx
import torch
from torch import nn

EXAMPLE = pathlib.Path(__file__).resolve().parents[1] / "examples/networks/digits-cnn.onnx"


def export(model, examples, file, opset=20, optimize=False, batch_axis=0):
    torch.onnx.export(
        model.eval(),
        (examples,),
        str(file),
        dynamo=True,
        optimize=optimize,
        external_data=False,
        opset_version=opset,
        dynamic_shapes=({batch_axis: torch.export.Dim("batch")},),
        input_names=["input"],
        output_names=["output"],
    )


def forget_where(file):
    """Drops what the exporter notes of each node: which lines of which of your files it comes from."""
    model = onnx.load(file)
    for part in [*model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        del part.metadata_props[:]
        part.doc_string = ""
    onnx.save(model, file)


if __name__ == "__main__":
    torch.manual_seed(1)
    model = nn.Sequential(
        nn.Conv2d(1, 6, 3, padding=1),
        nn.GELU(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 8, 3, padding=1),
        nn.GELU(),
        nn.Flatten(),
        nn.Linear(8 * 4 * 4, 10),
    ).double()
    file = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE
    file.parent.mkdir(parents=True, exist_ok=True)
    export(model, torch.randn(2, 1, 8, 8, dtype=torch.float64), file)
    forget_where(file)
    print(f"{file}: {sum(p.numel() for p in model.parameters())} parameters")
