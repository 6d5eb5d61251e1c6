"""The standard networks in PyTorch, on EdgeFlow's data and from EdgeFlow's parameters.

A network is a list of parameter tensors and a function of them; the loss of a block of examples is
divided by the number of all of them, so that the losses of the blocks add up to the whole's.
"""

import math

import torch
import torch.nn.functional as F

torch.manual_seed(0)


class Perceptron:
    """Dense layers with tanh between them; half the mean squared distance to the target."""

    def __init__(self, widths):
        self.widths = widths

    def inputs(self, images):
        return images.reshape(len(images), -1)

    def parameters(self, flat):
        """EdgeFlow's flat order: layer by layer W (out x in), then b."""
        result, at = [], 0
        for fan_in, out in zip(self.widths, self.widths[1:]):
            result.append(flat[at:at + out * fan_in].reshape(out, fan_in))
            at += out * fan_in
            result.append(flat[at:at + out])
            at += out
        assert at == len(flat), f"{len(flat)} parameters, expected {at}"
        return [tensor.clone().contiguous() for tensor in result]

    def loss(self, parameters, x, y, examples):
        for layer in range(0, len(parameters) - 2, 2):
            x = torch.tanh(F.linear(x, parameters[layer], parameters[layer + 1]))
        x = F.linear(x, parameters[-2], parameters[-1])
        return 0.5 / examples * torch.sum((x - y) ** 2)

    def flat(self, tensors):
        return torch.cat([tensor.reshape(-1) for tensor in tensors])


class Convolutional:
    """3 x 3 convolutions that keep the size, tanh, 2 x 2 average pooling; dense; cross-entropy.

    EdgeFlow stores channels innermost: a window is (row, column, channel), a flattened image too.
    PyTorch gets its own layout, channels first, so that neither side pays for the other's.
    """

    def __init__(self, channels, side, classes):
        self.channels = channels
        self.side = side
        self.classes = classes

    def inputs(self, images):
        return images

    def _dense(self):
        return self.side >> (len(self.channels) - 1)

    def parameters(self, flat):
        result, at = [], 0
        for fan_in, out in zip(self.channels, self.channels[1:]):
            window = flat[at:at + out * 9 * fan_in].reshape(out, 3, 3, fan_in)
            result.append(window.permute(0, 3, 1, 2))
            at += out * 9 * fan_in
            result.append(flat[at:at + out])
            at += out
        size, last = self._dense(), self.channels[-1]
        count = self.classes * size * size * last
        dense = flat[at:at + count].reshape(self.classes, size, size, last)
        result.append(dense.permute(0, 3, 1, 2).reshape(self.classes, -1))
        at += count
        result.append(flat[at:at + self.classes])
        assert at + self.classes == len(flat), f"{len(flat)} parameters, expected {at}"
        return [tensor.clone().contiguous() for tensor in result]

    def loss(self, parameters, x, y, examples):
        for layer in range(0, len(parameters) - 2, 2):
            x = F.conv2d(x, parameters[layer], parameters[layer + 1], padding=1)
            x = F.avg_pool2d(torch.tanh(x), 2)
        x = F.linear(x.flatten(1), parameters[-2], parameters[-1])
        return F.cross_entropy(x, y, reduction="sum") / examples

    def flat(self, tensors):
        """Back into EdgeFlow's flat order."""
        result = []
        for layer in range(0, len(tensors) - 2, 2):
            result += [tensors[layer].permute(0, 2, 3, 1), tensors[layer + 1]]
        size, last = self._dense(), self.channels[-1]
        dense = tensors[-2].reshape(self.classes, last, size, size).permute(0, 2, 3, 1)
        return torch.cat([tensor.reshape(-1) for tensor in result + [dense, tensors[-1]]])


class Reader:
    """Takes tensors off the front of a flat vector."""

    def __init__(self, flat):
        self.flat = flat
        self.at = 0

    def take(self, *shape):
        size = math.prod(shape)
        found = self.flat[self.at:self.at + size].reshape(shape)
        self.at += size
        return found.clone().contiguous()

    def done(self, tensors):
        assert self.at == len(self.flat), f"{len(self.flat)} parameters, expected {self.at}"
        return tensors


class VisionTransformer:
    """Patches, learned positions, blocks that normalize first, the mean over positions; cross-entropy.

    Patches are cut once, row by row with channels innermost, which PyTorch then need not do again.
    """
    EPSILON = 1e-5

    def __init__(self, side, channels, patch, width, depth, heads, hidden, classes):
        self.patch, self.channels, self.width, self.depth = patch, channels, width, depth
        self.heads, self.hidden, self.classes = heads, hidden, classes
        self.positions = (side // patch) ** 2

    def inputs(self, images):
        cut = images.unfold(2, self.patch, self.patch).unfold(3, self.patch, self.patch)
        return cut.permute(0, 2, 3, 4, 5, 1).reshape(len(images), self.positions, -1)

    def parameters(self, flat):
        """EdgeFlow's flat order, layer by layer; a normalization's scale, then its shift."""
        read, width = Reader(flat), self.width

        def dense(out, fan_in):
            return [read.take(out, fan_in), read.take(out)]

        def norm():
            return [read.take(width), read.take(width)]

        found = dense(width, self.patch ** 2 * self.channels) + [read.take(self.positions, width)]
        for _ in range(self.depth):
            found += norm()
            for _ in range(4):
                found += dense(width, width)
            found += norm() + dense(self.hidden, width) + dense(width, self.hidden)
        return read.done(found + norm() + dense(self.classes, width))

    def _heads(self, x):
        return x.reshape(len(x), self.positions, self.heads, -1).transpose(1, 2)

    def loss(self, parameters, x, y, examples):
        rest = iter(parameters)

        def dense(x):
            return F.linear(x, next(rest), next(rest))

        def norm(x):
            return F.layer_norm(x, (self.width,), next(rest), next(rest), self.EPSILON)

        x = dense(x) + next(rest)
        for _ in range(self.depth):
            read = norm(x)
            q, k, v = (self._heads(dense(read)) for _ in range(3))
            shares = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(q.shape[3]), 3)
            x = x + dense((shares @ v).transpose(1, 2).reshape(x.shape))
            read = F.gelu(dense(norm(x)))
            x = x + dense(read)
        return F.cross_entropy(dense(norm(x).mean(1)), y, reduction="sum") / examples

    def flat(self, tensors):
        return torch.cat([tensor.reshape(-1) for tensor in tensors])


class LongShortTermMemory:
    """One layer over sequences of one-hot tokens, a classifier at each position; cross-entropy.

    `loss` goes position by position, which PyTorch differentiates as often as one likes; `quick_loss`
    calls its own LSTM, which it differentiates once.
    """

    def __init__(self, tokens, units):
        self.tokens, self.units = tokens, units

    def inputs(self, sequences):
        return sequences

    def parameters(self, flat):
        """W and b of the four sums (candidate, forget, output, input), R of each, the classifier."""
        read, units = Reader(flat), self.units
        return read.done([read.take(4 * units, self.tokens), read.take(4 * units), read.take(4 * units, units),
                          read.take(self.tokens, units), read.take(self.tokens)])

    def _classified(self, outputs, parameters, y, examples):
        logits = F.linear(outputs, *parameters[3:])
        return F.cross_entropy(logits.reshape(-1, self.tokens), y.reshape(-1), reduction="sum") / examples / y.shape[1]

    def loss(self, parameters, x, y, examples):
        sums = F.linear(x, parameters[0], parameters[1])
        hidden = cell = x.new_zeros(len(x), self.units)
        outputs = []
        for position in range(x.shape[1]):
            at = sums[:, position] + hidden @ parameters[2].T
            candidate, forget, output, taken = at.chunk(4, 1)
            cell = torch.sigmoid(forget) * cell + torch.sigmoid(taken) * torch.tanh(candidate)
            hidden = torch.sigmoid(output) * torch.tanh(cell)
            outputs.append(hidden)
        return self._classified(torch.stack(outputs, 1), parameters, y, examples)

    def quick_loss(self, parameters, x, y, examples):
        def theirs(tensor):
            candidate, forget, output, taken = tensor.chunk(4)
            return torch.cat([taken, forget, candidate, output])

        weights = [theirs(parameters[0]), theirs(parameters[2]), theirs(parameters[1]), torch.zeros_like(parameters[1])]
        start = x.new_zeros(1, len(x), self.units)
        outputs = torch._VF.lstm(x, (start, start), weights, True, 1, 0.0, True, False, True)[0]
        return self._classified(outputs, parameters, y, examples)

    def flat(self, tensors):
        return torch.cat([tensor.reshape(-1) for tensor in tensors])


NETWORKS = {
    "mlp-3072-200-200-10": Perceptron([3072, 200, 200, 10]),
    "cnn-32-32": Convolutional([3, 32, 32], 32, 10),
    "fashion-mlp": Perceptron([784, 200, 200, 10]),
    "vit-64": VisionTransformer(32, 3, 4, 64, 2, 4, 128, 10),
    "lstm-64": LongShortTermMemory(8, 64),
}


class Problem:
    """A network on data in one format, with the two derivatives; summed over blocks if asked."""

    def __init__(self, network, images, targets, dtype, memory_format=torch.contiguous_format,
                 device="cpu"):
        self.network = network
        self.memory_format = memory_format
        self.device = device
        self.x = self._laid_out(network.inputs(torch.as_tensor(images)).to(device, dtype))
        self.y = torch.as_tensor(targets).to(device, dtype)
        if not isinstance(network, Perceptron):
            self.y = self.y.argmax(-1)
        self.examples = len(self.x)
        self.dtype = dtype

    def point(self, flat):
        """Parameters (or a direction) as tensors that are differentiated by."""
        tensors = self.network.parameters(torch.as_tensor(flat).to(self.device, self.dtype))
        return [self._laid_out(tensor).requires_grad_() for tensor in tensors]

    def _laid_out(self, tensor):
        return tensor.contiguous(
            memory_format=self.memory_format if tensor.dim() == 4 else torch.contiguous_format)

    def _blocks(self, size):
        size = size or self.examples
        return zip(self.x.split(size), self.y.split(size))

    def _loss(self, parameters, x, y):
        return self.network.loss(parameters, x, y, self.examples)

    def loss(self, parameters):
        with torch.no_grad():
            return self._loss(parameters, self.x, self.y).item()

    @staticmethod
    def _add(total, part):
        if total is None:
            return part
        torch._foreach_add_(total, part)
        return total

    def gradient(self, parameters, block=None, loss=None):
        loss = loss or self.network.loss
        total = None
        for x, y in self._blocks(block):
            part = torch.autograd.grad(loss(parameters, x, y, self.examples), parameters)
            total = self._add(total, list(part))
        return total

    def reverse_over_reverse(self, parameters, vector, block=None):
        total = None
        for x, y in self._blocks(block):
            gradient = torch.autograd.grad(
                self._loss(parameters, x, y), parameters, create_graph=True)
            part = torch.autograd.grad(gradient, parameters, grad_outputs=vector)
            total = self._add(total, list(part))
        return total

    def forward_over_reverse(self, parameters, vector, block=None):
        parameters = tuple(tensor.detach() for tensor in parameters)
        vector = tuple(tensor.detach() for tensor in vector)
        total = None
        for x, y in self._blocks(block):
            gradient = torch.func.grad(lambda p, x=x, y=y: self._loss(p, x, y))
            _, part = torch.func.jvp(gradient, (parameters,), (vector,))
            total = self._add(total, list(part))
        return total


    def compiled(self):
        """Gradient and product over the whole batch as torch.compile makes them."""
        def loss(parameters):
            return self._loss(parameters, self.x, self.y)

        gradient = torch.func.grad(loss)

        def product(parameters, vector):
            return torch.func.jvp(gradient, (parameters,), (vector,))[1]

        return torch.compile(gradient), torch.compile(product)


def captured(work):
    """A CUDA graph of what does the same thing every time; calling it replays the graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            work()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        graph.results = work()
    return graph.replay


HESSIAN_VECTOR = {
    "reverse-over-reverse": Problem.reverse_over_reverse,
    "forward-over-reverse": Problem.forward_over_reverse,
}
