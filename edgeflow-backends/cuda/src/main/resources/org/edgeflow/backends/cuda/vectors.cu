// Vectors: TensorBackend's level-1 operations, elementwise products, biases, sums.

KERNEL fill(real value, real* x, unsigned n) {
  EACH(i, n) {
    x[i] = value;
  }
}

KERNEL scale(real alpha, real* x, unsigned n) {
  EACH(i, n) {
    x[i] *= alpha;
  }
}

KERNEL combine(real alpha, const real* x, real beta, const real* y, real* out, unsigned n) {
  EACH(i, n) {
    out[i] = alpha * x[i] + beta * y[i];
  }
}

// out ← x + α σ y, σ a number on the device.
KERNEL displace(
    const real* x, double alpha, const double* sigma, const real* y, real* out, unsigned n) {
  real factor = (real) (alpha * *sigma);
  EACH(i, n) {
    out[i] = x[i] + factor * y[i];
  }
}

KERNEL setNumber(double value, double* number) {
  if (threadIdx.x == 0) {
    *number = value;
  }
}

KERNEL addSquares(real alpha, const real* x, real beta, real* y, unsigned n) {
  EACH(i, n) {
    y[i] = beta * y[i] + alpha * (x[i] * x[i]);
  }
}

KERNEL root(real alpha, const real* x, real epsilon, real* out, unsigned n) {
  EACH(i, n) {
    out[i] = sqrt(alpha * x[i]) + epsilon;
  }
}

KERNEL divide(const real* x, const real* y, real* out, unsigned n) {
  EACH(i, n) {
    out[i] = x[i] / y[i];
  }
}

KERNEL multiply(const real* x, const real* y, real* out, unsigned n) {
  EACH(i, n) {
    out[i] = x[i] * y[i];
  }
}

KERNEL multiplyAdd(
    const real* x, const real* y, const real* u, const real* v, real* out, unsigned n) {
  EACH(i, n) {
    out[i] = x[i] * y[i] + u[i] * v[i];
  }
}

KERNEL addToRows(const real* row, real* matrix, unsigned width, unsigned n) {
  EACH(i, n) {
    matrix[i] += row[i % width];
  }
}

// One term of the sum for each block.
KERNEL dotPartials(const real* x, const real* y, double* partials, unsigned n) {
  double sum = 0;
  EACH(i, n) {
    sum = fma((double) x[i], (double) y[i], sum);
  }
  sum = blockSum(sum);
  if (threadIdx.x == 0) {
    partials[blockIdx.x] = sum;
  }
}

// The same for the squared distance.
KERNEL distancePartials(const real* x, const real* y, double* partials, unsigned n) {
  double sum = 0;
  EACH(i, n) {
    double difference = (double) x[i] - (double) y[i];
    sum = fma(difference, difference, sum);
  }
  sum = blockSum(sum);
  if (threadIdx.x == 0) {
    partials[blockIdx.x] = sum;
  }
}

// One block adds up what the blocks before it left.
KERNEL total(const double* partials, double* result, unsigned n) {
  double sum = 0;
  for (unsigned i = threadIdx.x; i < n; i += THREADS) {
    sum += partials[i];
  }
  sum = blockSum(sum);
  if (threadIdx.x == 0) {
    *result = sum;
  }
}

// The column sums of bands of rows: thread (x, y) of block (i, j) takes every blockDim.y-th row of
// band j of column i · blockDim.x + x. partials: bands × width.
KERNEL columnPartials(
    const real* matrix, double* partials, unsigned rows, unsigned width, unsigned band) {
  __shared__ double sums[THREADS];
  unsigned column = blockIdx.x * blockDim.x + threadIdx.x;
  unsigned from = blockIdx.y * band;
  unsigned to = min(rows, from + band);
  double sum = 0;
  if (column < width) {
    for (unsigned row = from + threadIdx.y; row < to; row += blockDim.y) {
      sum += (double) matrix[row * width + column];
    }
  }
  unsigned self = threadIdx.y * blockDim.x + threadIdx.x;
  sums[self] = sum;
  __syncthreads();
  for (unsigned step = blockDim.y / 2; step > 0; step /= 2) {
    if (threadIdx.y < step) {
      sums[self] += sums[self + step * blockDim.x];
    }
    __syncthreads();
  }
  if (threadIdx.y == 0 && column < width) {
    partials[blockIdx.y * width + column] = sums[threadIdx.x];
  }
}

// row ← β row + the sum over bands; with β = 0 the old row is not read.
KERNEL columnTotals(
    const double* partials, unsigned bands, double beta, real* row, unsigned width) {
  EACH(column, width) {
    double sum = 0;
    for (unsigned band = 0; band < bands; band++) {
      sum += partials[band * width + column];
    }
    row[column] = (real) (beta == 0 ? sum : beta * (double) row[column] + sum);
  }
}

KERNEL gather(const real* x, const int* index, real* out, unsigned n) {
  EACH(i, n) {
    out[i] = index[i] < 0 ? (real) 0 : x[index[i]];
  }
}
