// What all kernels share. The files of this folder are put together and compiled as one, at run
// time, for the card that is there; REAL is float or double.
//
// Sums are taken in double and along trees whose shape depends on the data's size alone: the same
// bits every time, on every card. Products and sums are not contracted behind our back (the compiler
// is told so), because kernels that compute the same thing must round it the same way; where one
// rounding is wanted, fma is written out.

typedef REAL real;

#define INFINITE ((real) __int_as_float(0x7f800000))

#define KERNEL extern "C" __global__ void

// Threads of a block, in every kernel.
#define THREADS 256

// Each element once, whatever the number of blocks. Sizes stay below 2^31, so that i does not wrap.
#define EACH(i, n) \
  for (unsigned i = blockIdx.x * THREADS + threadIdx.x; i < (n); i += gridDim.x * THREADS)

// The sum over the lanes of a row of threads, known to all of them afterwards. Every thread of the
// block must come here. Rows are threadIdx.y, lanes (a power of two) threadIdx.x.
__device__ double rowSum(double term) {
  __shared__ double terms[THREADS];
  unsigned lanes = blockDim.x;
  double* mine = terms + threadIdx.y * lanes;
  // A slower thread may still be reading the result of the sum before.
  __syncthreads();
  mine[threadIdx.x] = term;
  __syncthreads();
  for (unsigned step = lanes / 2; step > 0; step /= 2) {
    if (threadIdx.x < step) {
      mine[threadIdx.x] += mine[threadIdx.x + step];
    }
    __syncthreads();
  }
  return mine[0];
}

// The sum over all threads of a block, as long as lanes times rows is THREADS.
__device__ double blockSum(double term) {
  __shared__ double terms[THREADS];
  unsigned self = threadIdx.y * blockDim.x + threadIdx.x;
  __syncthreads();
  terms[self] = term;
  __syncthreads();
  for (unsigned step = THREADS / 2; step > 0; step /= 2) {
    if (self < step) {
      terms[self] += terms[self + step];
    }
    __syncthreads();
  }
  return terms[0];
}

// The larger of two; NaN where there is one.
__device__ real larger(real a, real b) {
  return a != a || a > b ? a : b;
}

// As rowSum, for the largest.
__device__ real rowMaximum(real value) {
  __shared__ real values[THREADS];
  unsigned lanes = blockDim.x;
  real* mine = values + threadIdx.y * lanes;
  __syncthreads();
  mine[threadIdx.x] = value;
  __syncthreads();
  for (unsigned step = lanes / 2; step > 0; step /= 2) {
    if (threadIdx.x < step) {
      mine[threadIdx.x] = larger(mine[threadIdx.x], mine[threadIdx.x + step]);
    }
    __syncthreads();
  }
  return mine[0];
}
