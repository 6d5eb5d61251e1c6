"""Stand-ins for photographs, in the files of CIFAR-10's binary version.

Neighbouring pixels of photographs resemble each other, so that a few directions carry most of their
variance; that is what makes a loss on them sharp. These have the same: amplitudes that fall as a power
of the spatial frequency, brightness as the largest, and a faint prototype for each class.
"""

import numpy

SIDE = 32
CLASSES = 10
# Together with the weight of the prototypes: gradient descent with step 0.02 on 1,000 of them reaches
# its edge of stability after some 115 steps (on photographs it takes about 500).
FALL = 1.5
BRIGHTNESS = 8
PROTOTYPE = 0.2
FILES = [f"data_batch_{number}.bin" for number in range(1, 6)] + ["test_batch.bin"]


def smooth(random, count):
    """Fields of 3 x SIDE x SIDE with falling amplitudes, of mean square 1 together."""
    frequency = numpy.hypot(*numpy.meshgrid(numpy.fft.fftfreq(SIDE), numpy.fft.fftfreq(SIDE)))
    amplitude = numpy.maximum(frequency, 1 / SIDE) ** -FALL * numpy.where(frequency == 0, BRIGHTNESS, 1)
    noise = numpy.fft.fft2(random.standard_normal((count, 3, SIDE, SIDE)))
    # Channels of a photograph are nearly one another.
    noise = 0.9 * noise.mean(1, keepdims=True) * numpy.sqrt(3) + 0.4 * noise
    fields = numpy.fft.ifft2(noise * amplitude).real
    return fields / numpy.sqrt(numpy.mean(fields ** 2))


def write(directory, count, seed=1):
    """Writes `count` images, an equal share into each of the six files."""
    random = numpy.random.default_rng(seed)
    prototypes = smooth(random, CLASSES)
    each = -(-count // len(FILES[:-1]))
    for name in FILES:
        labels = random.integers(0, CLASSES, each).astype(numpy.uint8)
        images = 128 + 45 * (PROTOTYPE * prototypes[labels] + smooth(random, each))
        pixels = numpy.clip(numpy.rint(images), 0, 255).astype(numpy.uint8)
        records = numpy.concatenate([labels[:, None], pixels.reshape(each, -1)], axis=1)
        (directory / name).write_bytes(records.tobytes())
