#!/usr/bin/env python3
"""Fits the polynomials of EdgeFlow's elementary functions, and prints them as Java literals.

Usage: fit-elementary-functions.py        (needs mpmath)

Each polynomial is a Chebyshev interpolant, which is within a small factor of the best one. Printed
beside it is the largest relative error, on a fine grid, of the function that is computed with it.
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
    near = single if bits == 32 else float
    rounded = [mp.mpf(near(c)) for c in coefficients]
    error = worst(f, rounded, mp.mpf(low), mp.mpf(high), weight)
    print(f"{name}, float{bits}, degree {degree}: 2^{float(mp.log(error, 2)):.1f}")
    for c in coefficients:
        digits = repr(single(c)) + "f" if bits == 32 else repr(float(c))
        print("    " + digits.replace("e-0", "E-").replace("e-", "E-") + ",")


def taylor(f, low_terms):
    """f, and near 0, where its formula loses digits, the given first terms of its Taylor series."""
    def stable(x):
        if abs(x) < mp.mpf("1e-12"):
            return sum(c * x**i for i, c in enumerate(low_terms))
        return f(x)
    return stable


def expm1(r):
    """q in e^r - 1 = r + r^2 q(r)."""
    return taylor(lambda x: (mp.expm1(x) - x) / x**2, [1 / mp.factorial(i + 2) for i in range(5)])(r)


def log1p(w):
    """Q in ln(1 + e) = e - s (e - w Q(w)), with s = e/(2 + e) and w = s^2."""
    return taylor(
        lambda x: 2 * (mp.atanh(mp.sqrt(x)) / mp.sqrt(x) - 1) / x,
        [mp.mpf(2) / (2 * i + 3) for i in range(5)],
    )(w)


def mills(shift):
    """P in Phi(-z) = exp(-z^2/2) P(t)/(z + k), with t = (z - 1)/(z + k).

    Around z = 1, where t is small, rounding it costs least.
    """
    def f(t):
        z = (1 + shift * t) / (1 - t)
        return (z + shift) * mp.exp(z * z / 2) * mp.erfc(z / mp.sqrt(2)) / 2
    return f


def main():
    half = mp.log(2) / 2 * mp.mpf("1.01")
    expm1_weight = taylor(lambda r: r**2 / mp.expm1(r), [0, 1])
    def log1p_weight(w):
        s = mp.sqrt(w)
        return 0 if w == 0 else w * s / mp.log1p(2 * s / (1 - s))
    ninth = mp.mpf(1) / 9
    for bits, degree in ((64, 10), (32, 5)):
        show("expm1", expm1, -half, half, degree, expm1_weight, bits)
    for bits, degree in ((64, 9), (32, 3)):
        show("log1p", log1p, 0, ninth, degree, log1p_weight, bits)
    shift = mp.mpf(3)
    for bits, degree, top in ((64, 23, mp.mpf(40)), (32, 9, mp.mpf(15))):
        f = mills(shift)
        show("mills", f, -1 / shift, (top - 1) / (top + shift), degree, lambda t: 1 / f(t), bits)


if __name__ == "__main__":
    main()
