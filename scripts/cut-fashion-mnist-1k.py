#!/usr/bin/env python3
"""Cuts the dataset fashion-mnist-1k out of Fashion-MNIST.

Usage: cut-fashion-mnist-1k.py SOURCE DESTINATION

SOURCE holds the four IDX files of Fashion-MNIST, plain or .gz. DESTINATION gets four .gz files of the
same names and SHA256SUMS: of each class the first 100 training and the first 20 test images, in the
order of the source. The gzip headers carry no time and no name, so the same source gives the same
bytes (under the same zlib: another version may compress otherwise; the digests of the uncompressed
content, which are printed, do not depend on it).
"""

import gzip
import hashlib
import io
import math
import pathlib
import struct
import sys

CLASSES = 10
IMAGES = 0x803
LABELS = 0x801
PARTS = {"train": 100, "t10k": 20}


def read(directory, name):
    """The bytes of an IDX file, plain or compressed."""
    plain = directory / name
    packed = directory / (name + ".gz")
    if plain.is_file():
        return plain.read_bytes()
    if packed.is_file():
        with gzip.open(packed, "rb") as stream:
            return stream.read()
    raise SystemExit(f"{directory} holds neither {name} nor {name}.gz")


def parse(content, name, magic, axes):
    """The extents along each axis, and the bytes behind the header."""
    header = 4 + 4 * axes
    found, *shape = struct.unpack(f">{1 + axes}I", content[:header])
    if found != magic:
        raise SystemExit(f"{name} has the magic number {found:#x}, expected {magic:#x}")
    expected = header + math.prod(shape)
    if len(content) != expected:
        raise SystemExit(f"{name} has {len(content)} bytes, expected {expected}")
    return shape, content[header:]


def first_of_each_class(labels, count, name):
    """The indices of the first `count` examples of each class, in file order."""
    taken = [0] * CLASSES
    chosen = []
    for index, label in enumerate(labels):
        if taken[label] < count:
            taken[label] += 1
            chosen.append(index)
    if min(taken) < count:
        raise SystemExit(f"{name} has classes with fewer than {count} examples: {taken}")
    return chosen


def pack(content):
    """gzip without a time or a name in the header."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as stream:
        stream.write(content)
    return buffer.getvalue()


def cut(source, part, count):
    """The two cut files of one part, by name, uncompressed."""
    images_name = f"{part}-images-idx3-ubyte"
    labels_name = f"{part}-labels-idx1-ubyte"
    (examples, rows, columns), pixels = parse(read(source, images_name), images_name, IMAGES, 3)
    (labelled,), labels = parse(read(source, labels_name), labels_name, LABELS, 1)
    if labelled != examples:
        raise SystemExit(f"{images_name} has {examples} images, {labels_name} {labelled} labels")
    chosen = first_of_each_class(labels, count, labels_name)
    size = rows * columns
    return {
        images_name: struct.pack(">4I", IMAGES, len(chosen), rows, columns)
        + b"".join(pixels[i * size : (i + 1) * size] for i in chosen),
        labels_name: struct.pack(">2I", LABELS, len(chosen)) + bytes(labels[i] for i in chosen),
    }


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    source, destination = map(pathlib.Path, arguments)
    destination.mkdir(parents=True, exist_ok=True)
    sums = []
    for part, count in PARTS.items():
        for name, content in cut(source, part, count).items():
            packed = pack(content)
            (destination / f"{name}.gz").write_bytes(packed)
            sums.append(f"{hashlib.sha256(packed).hexdigest()}  {name}.gz\n")
            print(f"{hashlib.sha256(content).hexdigest()}  {name}")
    (destination / "SHA256SUMS").write_bytes("".join(sorted(sums, key=lambda s: s[66:])).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
