#!/usr/bin/env python3
"""Fits the polynomials of EdgeFlow's elementary functions, and prints them as Java literals.

Usage: fit-elementary-functions.py        (needs mpmath)

Each polynomial is the Chebyshev interpolant of a relative error's weight: it is within a small factor
of the best one. The largest relative error on a fine grid is printed beside it.
"""
import struct
import mpmath as mp

mp.mp.dps = 60


def interpolate(f, low, high, degree):
    """Monomial coefficients, lowest first, of the Chebyshev interpolant of f."""
    nodes = [
        (low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * (degree + 1)))
        for i in range(degree + 1)
    ]
    matrix = mp.matrix(degree + 1, degree + 1)
    right = mp.matrix(degree + 1, 1)
    for i, x in enumerate(nodes):
        for j in range(degree + 1):
            matrix[i, j] = x**j
        right[i] = f(x)
    return list(mp.lu_solve(matrix, right))


def worst(f, coefficients, low, high, weight):
    """The largest |error|·weight on a grid."""
    return max(
        abs((mp.polyval(coefficients[::-1], x) - f(x)) * weight(x))
        for x in (low + (high - low) * i / 1000 for i in range(1001))
    )


def single(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0]


def show(name, f, low, high, degree, weight, bits):
    coefficients = interpolate(f, mp.mpf(low), mp.mpf(high), degree)
    rounded = [mp.mpf(single(c) if bits == 32 else float(c)) for c in coefficients]
    error = worst(f, rounded, mp.mpf(low), mp.mpf(high), weight)
    print(f"{name}, float{bits}, degree {degree}: 2^{float(mp.log(error, 2)):.1f}")
    for c in coefficients:
        print("   ", f"{single(c)!r}f," if bits == 32 else f"{float(c)!r},")


def series(f, at_zero):
    return lambda x: mp.mpf(at_zero) if x == 0 else f(x)


half_log2 = mp.log(2) / 2 * mp.mpf("1.01")
# expm1(r) = r + r² q(r)
expm1 = series(lambda r: (mp.expm1(r) - r) / r**2, "0.5")
# log1p(e) = e − s (e − R(s²)), s = e/(2 + e): R = log1p(e)/s − 2 = 2 (atanh(s)/s − 1), divided by s².
atanh = series(lambda w: 2 * (mp.atanh(mp.sqrt(w)) / mp.sqrt(w) - 1) / w, mp.mpf(2) / 3)
one = lambda x: 1


def mills(shift):
    """(z + k) exp(z²/2) Φ(−z) by t = (z − k)/(z + k)."""
    def f(t):
        z = shift * (1 + t) / (1 - t)
        return (z + shift) * mp.exp(z * z / 2) * mp.erfc(z / mp.sqrt(2)) / 2
    return f


if __name__ == "__main__":
    import sys
    if len(sys.argv) > 1 and sys.argv[1] == "scan":
        for bits, top, degs in ((64, mp.mpf(39), (16, 18, 20, 22)), (32, mp.mpf("14.5"), (6, 7, 8, 9, 10))):
            for k in (1.5, 2, 2.5, 3, 4, 5, 6):
                for d in degs:
                    kk = mp.mpf(k)
                    f = mills(kk)
                    hi = (top - kk) / (top + kk)
                    c = interpolate(f, mp.mpf(-1), hi, d)
                    w = lambda x: 1 / f(x)
                    e = max(abs((mp.polyval(c[::-1], x) - f(x)) / f(x)) for x in (-1 + (hi + 1) * i / 150 for i in range(151)))
                    print(bits, k, d, float(mp.log(e, 2)))
