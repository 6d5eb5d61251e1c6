// Rows: softmax, cross-entropy, normalization. A row of threads takes a row of the matrix: block
// (lanes, rows), lanes · rows = THREADS. All threads of a block reach every sum, also those whose
// row lies beyond the matrix.

#define ROW_OF_THREADS                                       \
  unsigned row = blockIdx.x * blockDim.y + threadIdx.y;      \
  unsigned from = row * width + threadIdx.x;                 \
  unsigned to = row < rows ? row * width + width : 0;

// Each element of the row that is this thread's.
#define ALONG(j) for (unsigned j = from; j < to; j += blockDim.x)

__device__ real rowTop(const real* x, unsigned from, unsigned to) {
  real top = -INFINITE;
  ALONG(j) {
    top = larger(top, x[j]);
  }
  return rowMaximum(top);
}

__device__ double rowDot(const real* x, const real* y, unsigned from, unsigned to) {
  double sum = 0;
  ALONG(j) {
    sum = fma((double) x[j], (double) y[j], sum);
  }
  return rowSum(sum);
}

__device__ double rowTotal(const real* x, unsigned from, unsigned to) {
  double sum = 0;
  ALONG(j) {
    sum += (double) x[j];
  }
  return rowSum(sum);
}

KERNEL softmaxRows(const real* x, real* out, unsigned rows, unsigned width) {
  ROW_OF_THREADS
  real top = rowTop(x, from, to);
  double sum = 0;
  ALONG(j) {
    sum += (double) exp(x[j] - top);
  }
  real all = (real) rowSum(sum);
  ALONG(j) {
    out[j] = exp(x[j] - top) / all;
  }
}

// delta ← softmax − targets; one block's part of Σ −y ln p into partials.
KERNEL softmaxCrossEntropy(
    const real* logits,
    const real* targets,
    real* delta,
    double* partials,
    unsigned rows,
    unsigned width) {
  ROW_OF_THREADS
  real top = rowTop(logits, from, to);
  double sum = 0;
  ALONG(j) {
    sum += (double) exp(logits[j] - top);
  }
  double all = rowSum(sum);
  double logSum = log(all);
  double loss = 0;
  ALONG(j) {
    real shifted = logits[j] - top;
    real target = targets[j];
    double logProbability = (double) logits[j] - (double) top - logSum;
    // 0 · ln 0 is 0: a class that is no target costs nothing, however unlikely.
    if (target != 0 || logProbability != logProbability) {
      loss -= (double) target * logProbability;
    }
    delta[j] = exp(shifted) / (real) all - target;
  }
  loss = blockSum(loss);
  if (threadIdx.x == 0 && threadIdx.y == 0) {
    partials[blockIdx.x] = loss;
  }
}

KERNEL softmaxRowsDerivative(
    const real* p, const real* v, real* out, unsigned rows, unsigned width) {
  ROW_OF_THREADS
  double s = rowDot(p, v, from, to);
  ALONG(j) {
    out[j] = (real) ((double) p[j] * ((double) v[j] - s));
  }
}

KERNEL softmaxRowsDerivativeTangent(
    const real* p,
    const real* pTangent,
    const real* v,
    const real* vTangent,
    real* out,
    unsigned rows,
    unsigned width) {
  ROW_OF_THREADS
  double s = rowDot(p, v, from, to);
  double sTangent = rowDot(pTangent, v, from, to) + rowDot(p, vTangent, from, to);
  ALONG(j) {
    out[j] = (real) ((double) pTangent[j] * ((double) v[j] - s) +
        (double) p[j] * ((double) vTangent[j] - sTangent));
  }
}

KERNEL normalizeRows(
    const real* x, double epsilon, real* out, real* scale, unsigned rows, unsigned width) {
  ROW_OF_THREADS
  double mean = rowTotal(x, from, to) / width;
  double squares = 0;
  ALONG(j) {
    double deviation = (double) x[j] - mean;
    squares = fma(deviation, deviation, squares);
  }
  double factor = 1 / sqrt(rowSum(squares) / width + epsilon);
  if (row < rows && threadIdx.x == 0) {
    scale[row] = (real) factor;
  }
  ALONG(j) {
    out[j] = (real) (((double) x[j] - mean) * factor);
  }
}

KERNEL normalizeRowsDerivative(
    const real* y, const real* scale, const real* v, real* out, unsigned rows, unsigned width) {
  ROW_OF_THREADS
  double mean = rowTotal(v, from, to) / width;
  double along = rowDot(y, v, from, to) / width;
  double factor = row < rows ? (double) scale[row] : 0;
  ALONG(j) {
    out[j] = (real) (factor * ((double) v[j] - mean - (double) y[j] * along));
  }
}

KERNEL normalizeRowsDerivativeTangent(
    const real* y,
    const real* yTangent,
    const real* scale,
    const real* scaleTangent,
    const real* v,
    const real* vTangent,
    real* out,
    unsigned rows,
    unsigned width) {
  ROW_OF_THREADS
  double mean = rowTotal(v, from, to) / width;
  double meanTangent = rowTotal(vTangent, from, to) / width;
  double along = rowDot(y, v, from, to) / width;
  double alongTangent = (rowDot(yTangent, v, from, to) + rowDot(y, vTangent, from, to)) / width;
  double factor = row < rows ? (double) scale[row] : 0;
  double factorTangent = row < rows ? (double) scaleTangent[row] : 0;
  ALONG(j) {
    double normal = (double) y[j];
    out[j] = (real) (factorTangent * ((double) v[j] - mean - normal * along) +
        factor *
            ((double) vTangent[j] - meanTangent - (double) yTangent[j] * along -
                normal * alongTangent));
  }
}

KERNEL normalizeRowsScaleTangent(
    const real* y,
    const real* scale,
    const real* xTangent,
    real* out,
    unsigned rows,
    unsigned width) {
  ROW_OF_THREADS
  double along = rowDot(y, xTangent, from, to) / width;
  if (row < rows && threadIdx.x == 0) {
    double factor = (double) scale[row];
    out[row] = (real) (-factor * factor * along);
  }
}
