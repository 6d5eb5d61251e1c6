// Activations with their first and second derivatives: StandardActivation's formulas, whose limits at
// infinity are kept.

// z · factor, which at an infinity is 0 where the factor has vanished.
__device__ real timesVanishing(real z, real factor) {
  return factor == 0 ? (real) 0 : z * factor;
}

__device__ real logistic(real z) {
  real decayed = exp(-fabs(z));
  return (z < 0 ? decayed : (real) 1) / ((real) 1 + decayed);
}

__device__ real normalDensity(real z) {
  real square = z * z;
  // e^{−z²/2} would lose digits to the rounding of z² where z is large.
  real rest = isinf(square) ? (real) 0 : fma(z, z, -square);
  real decayed = exp(-square / 2);
  return (decayed - decayed * rest / 2) * (real) 0.3989422804014327;
}

struct Identity {
  static __device__ real value(real z) { return z; }
  static __device__ real slope(real) { return 1; }
  static __device__ real bend(real) { return 0; }
};

struct Relu {
  static __device__ real value(real z) { return larger(z, (real) 0); }
  static __device__ real slope(real z) { return z > 0 ? (real) 1 : (real) 0; }
  static __device__ real bend(real) { return 0; }
};

struct Tanh {
  static __device__ real value(real z) { return tanh(z); }
  static __device__ real slope(real z) {
    real value = tanh(z);
    return 1 - value * value;
  }
  static __device__ real bend(real z) {
    real value = tanh(z);
    return -2 * value * (1 - value * value);
  }
};

struct Sigmoid {
  static __device__ real value(real z) { return logistic(z); }
  static __device__ real slope(real z) { return logistic(z) * logistic(-z); }
  static __device__ real bend(real z) {
    real value = logistic(z);
    real other = logistic(-z);
    return value * other * (other - value);
  }
};

struct Softplus {
  static __device__ real value(real z) {
    return larger(z, (real) 0) + log1p(exp(-fabs(z)));
  }
  static __device__ real slope(real z) { return logistic(z); }
  static __device__ real bend(real z) { return logistic(z) * logistic(-z); }
};

struct Gelu {
  static __device__ real value(real z) { return timesVanishing(z, normcdf(z)); }
  static __device__ real slope(real z) {
    return normcdf(z) + timesVanishing(z, normalDensity(z));
  }
  static __device__ real bend(real z) {
    return timesVanishing(2 - z * z, normalDensity(z));
  }
};

// z σ(k z).
struct Swish {
  static __device__ real value(real k, real z) { return timesVanishing(z, logistic(k * z)); }
  static __device__ real slope(real k, real z) {
    real value = logistic(k * z);
    real other = logistic(-k * z);
    return value + timesVanishing(k * z, value * other);
  }
  static __device__ real bend(real k, real z) {
    real value = logistic(k * z);
    real other = logistic(-k * z);
    return k * (2 * value * other + timesVanishing(k * z, value * other * (other - value)));
  }
};

struct PlainSwish {
  static __device__ real value(real z) { return Swish::value(1, z); }
  static __device__ real slope(real z) { return Swish::slope(1, z); }
  static __device__ real bend(real z) { return Swish::bend(1, z); }
};

// What ND4J calls GELU; its factor is 1.702 rounded to float in both formats.
struct GeluSigmoid {
  static __device__ real value(real z) { return Swish::value((real) 1.702f, z); }
  static __device__ real slope(real z) { return Swish::slope((real) 1.702f, z); }
  static __device__ real bend(real z) { return Swish::bend((real) 1.702f, z); }
};

// slope may be null. An output may be an input: an element is read before it is written.
template <class Function>
__device__ void activate(const real* z, real* value, real* slope, unsigned n) {
  EACH(i, n) {
    real at = z[i];
    value[i] = Function::value(at);
    if (slope) {
      slope[i] = Function::slope(at);
    }
  }
}

template <class Function>
__device__ void activateTangent(
    const real* z,
    const real* zTangent,
    real* value,
    real* valueTangent,
    real* slope,
    real* swing,
    unsigned n) {
  EACH(i, n) {
    real at = z[i];
    real along = zTangent[i];
    real derivative = Function::slope(at);
    value[i] = Function::value(at);
    valueTangent[i] = derivative * along;
    slope[i] = derivative;
    swing[i] = Function::bend(at) * along;
  }
}

// One kernel for each function, named after StandardActivation's constant.
#define ACTIVATION(NAME, Function)                                                               \
  KERNEL activate_##NAME(const real* z, real* value, real* slope, unsigned n) {                  \
    activate<Function>(z, value, slope, n);                                                      \
  }                                                                                              \
  KERNEL activateTangent_##NAME(                                                                 \
      const real* z, const real* zTangent, real* value, real* valueTangent, real* slope,         \
      real* swing, unsigned n) {                                                                 \
    activateTangent<Function>(z, zTangent, value, valueTangent, slope, swing, n);                \
  }

ACTIVATION(IDENTITY, Identity)
ACTIVATION(RELU, Relu)
ACTIVATION(TANH, Tanh)
ACTIVATION(SIGMOID, Sigmoid)
ACTIVATION(SOFTPLUS, Softplus)
ACTIVATION(GELU, Gelu)
ACTIVATION(SWISH, PlainSwish)
ACTIVATION(GELU_SIGMOID, GeluSigmoid)
