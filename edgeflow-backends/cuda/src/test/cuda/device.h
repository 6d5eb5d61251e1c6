// What CUDA C has beyond C++, for compiling the kernels for a processor: one thread of a block after
// the other, each on a stack of its own, so that all meet at __syncthreads().
#pragma once
#include <math.h>
#include <setjmp.h>
#include <string.h>
#include <ucontext.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <tuple>
#include <vector>

#define __global__
#define __device__
#define __shared__ static

struct Triple {
  unsigned x, y, z;
};
static Triple threadIdx, blockIdx, blockDim, gridDim;

static inline int min(int a, int b) { return a < b ? a : b; }
static inline unsigned min(unsigned a, unsigned b) { return a < b ? a : b; }
static inline int max(int a, int b) { return a > b ? a : b; }
static inline float normcdf(float z) { return (float) (0.5 * erfc(-(double) z * M_SQRT1_2)); }
static inline double normcdf(double z) { return 0.5 * erfc(-z * M_SQRT1_2); }
static inline float __int_as_float(int bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

namespace emulation {

// Contexts give a fiber its stack; jumps, which make no system call, go to and fro.
struct Fiber {
  ucontext_t context;
  jmp_buf place;
  std::vector<char> stack = std::vector<char>(1 << 16);
  Triple index;
  bool started = false;
  bool done;
};

static jmp_buf scheduler;
static std::vector<Fiber> fibers;
static Fiber* running;
static const std::function<void()>* body;

static void pause() {
  if (!_setjmp(running->place)) {
    _longjmp(scheduler, 1);
  }
}

static void run() {
  for (;;) {
    (*body)();
    running->done = true;
    pause();
  }
}

static __attribute__((noinline)) void resume(Fiber& fiber) {
  running = &fiber;
  threadIdx = fiber.index;
  if (!_setjmp(scheduler)) {
    if (fiber.started) {
      _longjmp(fiber.place, 1);
    }
    fiber.started = true;
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack.data();
    fiber.context.uc_stack.ss_size = fiber.stack.size();
    fiber.context.uc_link = nullptr;
    makecontext(&fiber.context, run, 0);
    setcontext(&fiber.context);
  }
}

static void block(unsigned threads) {
  if (fibers.size() < threads) {
    fibers = std::vector<Fiber>(threads);
  }
  for (unsigned i = 0; i < threads; i++) {
    fibers[i].done = false;
    fibers[i].index = {i % blockDim.x, i / blockDim.x % blockDim.y, 0};
  }
  for (unsigned finished = 0; finished < threads;) {
    unsigned before = finished;
    for (unsigned i = 0; i < threads; i++) {
      resume(fibers[i]);
      finished += fibers[i].done;
    }
    // Either all threads of a block come to a barrier, or none: the hardware hangs otherwise.
    if (finished != before && finished != threads) {
      fprintf(stderr, "emulated device: only part of a block came to a barrier\n");
      abort();
    }
  }
}

static void launch(const std::function<void()>& kernel, Triple grid, Triple threads) {
  body = &kernel;
  gridDim = grid;
  blockDim = threads;
  // Backwards: on a card, blocks come in no order.
  for (unsigned y = grid.y; y-- > 0;) {
    for (unsigned x = grid.x; x-- > 0;) {
      blockIdx = {x, y, 0};
      block(threads.x * threads.y);
    }
  }
}

// A launch with the arguments' values as they are now.
template <class... A, size_t... I>
std::function<void(Triple, Triple)>* prepared(
    void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
  std::tuple<std::decay_t<A>...> values(*(std::decay_t<A>*) arguments[I]...);
  return new std::function<void(Triple, Triple)>([kernel, values](Triple grid, Triple threads) {
    launch([&] { std::apply(kernel, values); }, grid, threads);
  });
}

template <class... A>
std::function<void(Triple, Triple)>* prepared(void (*kernel)(A...), void** arguments) {
  return prepared(kernel, arguments, std::index_sequence_for<A...>());
}

}  // namespace emulation

static inline void __syncthreads() {
  emulation::pause();
}

// The emulated compiler adds one for each kernel.
#define ENTRY(NAME)                                                                     \
  extern "C" std::function<void(Triple, Triple)>* entry_##NAME(void** arguments) {      \
    return emulation::prepared(NAME, arguments);                                            \
  }
