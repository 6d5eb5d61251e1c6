// A CUDA device for tests, made of this machine's processor: the functions of the driver, of cuBLAS
// and of NVRTC that the backend calls. NVRTC is the C++ compiler (device.h supplies CUDA's words), a
// module is a shared library, cuBLAS is three loops.
//
// A stream does nothing until somebody waits for it, so that what forgets to wait is found out. New
// memory holds NaN. While a graph is recorded, waiting, reading and allocating fail, and say so.
#include <dlfcn.h>
#include <elf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmath>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

const size_t MEMORY = size_t(512) << 20;
const size_t ALIGNMENT = 256;
const size_t GRAPH = size_t(1) << 20;
const int OUT_OF_MEMORY = 2;
const int INVALID_HANDLE = 400;
const int CAPTURE_UNSUPPORTED = 900;
const int CAPTURE_INVALIDATED = 901;
const int CAPTURE_UNMATCHED = 903;
const int CAPTURE_IN_PROGRESS = 904;
const int NOT_FOUND = 500;
const int INVALID_IMAGE = 200;
const int INVALID_VALUE = 1;

struct Triple {
  unsigned x, y, z;
};

std::deque<std::function<void()>> queue;
std::map<uint64_t, size_t> allocations;
size_t used = 0;
bool entered = false;

void drain() {
  while (!queue.empty()) {
    queue.front()();
    queue.pop_front();
  }
}

// A recording: while there is one, what is queued goes there, and what cannot be recorded spoils it.
struct Graph {
  std::vector<std::function<void()>> nodes;
};
Graph* recording = nullptr;
bool spoilt = false;
std::set<Graph*> graphs, executables;

int enqueue(std::function<void()> work) {
  if (!entered) {
    return 201;
  }
  if (recording) {
    recording->nodes.push_back(std::move(work));
  } else {
    queue.push_back(std::move(work));
  }
  return 0;
}

// Whether a call comes where only recordable ones may.
bool forbidden(const char* call) {
  if (recording) {
    fprintf(stderr, "emulated device: %s while a graph is recorded\n", call);
    spoilt = true;
  }
  return recording;
}

// Graphs take the device's memory, so that one that is not freed shows.
bool made(std::set<Graph*>& which, Graph* graph) {
  if (used + GRAPH > MEMORY) {
    delete graph;
    return false;
  }
  used += GRAPH;
  which.insert(graph);
  return true;
}

int unmade(std::set<Graph*>& which, Graph* graph) {
  if (!which.erase(graph)) {
    return INVALID_HANDLE;
  }
  used -= GRAPH;
  delete graph;
  return 0;
}

// Whether a stretch lies in memory of the device.
bool onDevice(uint64_t address, size_t bytes) {
  auto after = allocations.upper_bound(address);
  if (after == allocations.begin()) {
    return false;
  }
  auto holder = std::prev(after);
  return address + bytes <= holder->first + holder->second;
}

}  // namespace

extern "C" {

int cuInit(unsigned) { return 0; }
int cuDriverGetVersion(int* version) {
  *version = 13000;
  return 0;
}
int cuDeviceGetCount(int* count) {
  *count = 1;
  return 0;
}
int cuDeviceGet(int* device, int ordinal) {
  *device = ordinal;
  return ordinal == 0 ? 0 : 101;
}
int cuDeviceGetName(char* name, int length, int) {
  snprintf(name, length, "emulated card");
  return 0;
}
int cuDeviceGetAttribute(int* value, int attribute, int) {
  *value = attribute == 75 ? 9 : attribute == 76 ? 0 : attribute == 16 ? 2 : 0;
  return 0;
}
int cuDeviceTotalMem_v2(size_t* bytes, int) {
  *bytes = MEMORY;
  return 0;
}
int cuDevicePrimaryCtxRetain(void** context, int) {
  *context = &queue;
  return 0;
}
int cuDevicePrimaryCtxRelease_v2(int) { return 0; }
int cuCtxSetCurrent(void*) {
  entered = true;
  return 0;
}
int cuStreamCreate(void** stream, unsigned) {
  *stream = &queue;
  return 0;
}
int cuStreamDestroy_v2(void*) { return 0; }
int cuStreamSynchronize(void*) {
  if (forbidden("waiting")) {
    return CAPTURE_UNSUPPORTED;
  }
  drain();
  return 0;
}
int cuGetErrorString(int code, const char** text) {
  *text = code == OUT_OF_MEMORY ? "out of memory"
      : code == CAPTURE_UNSUPPORTED ? "operation not permitted when stream is capturing"
                                    : "an emulated error";
  return 0;
}

int cuStreamBeginCapture_v2(void*, int) {
  if (recording) {
    return CAPTURE_IN_PROGRESS;
  }
  recording = new Graph;
  spoilt = false;
  return 0;
}
int cuStreamEndCapture(void*, Graph** graph) {
  Graph* ended = recording;
  recording = nullptr;
  *graph = nullptr;
  if (!ended) {
    return CAPTURE_UNMATCHED;
  }
  if (spoilt) {
    delete ended;
    return CAPTURE_INVALIDATED;
  }
  *graph = ended;
  return made(graphs, ended) ? 0 : OUT_OF_MEMORY;
}
int cuGraphInstantiateWithFlags(Graph** executable, Graph* graph, unsigned long long) {
  if (!graphs.count(graph)) {
    return INVALID_HANDLE;
  }
  *executable = new Graph(*graph);
  return made(executables, *executable) ? 0 : OUT_OF_MEMORY;
}
int cuGraphLaunch(Graph* executable, void*) {
  if (!executables.count(executable)) {
    return INVALID_HANDLE;
  }
  for (const auto& node : executable->nodes) {
    if (int status = enqueue(node)) {
      return status;
    }
  }
  return 0;
}
int cuGraphDestroy(Graph* graph) { return unmade(graphs, graph); }
int cuGraphExecDestroy(Graph* executable) { return unmade(executables, executable); }

int cuMemAlloc_v2(uint64_t* address, size_t bytes) {
  if (forbidden("allocating")) {
    return CAPTURE_UNSUPPORTED;
  }
  if (used + bytes > MEMORY) {
    return OUT_OF_MEMORY;
  }
  // As the driver aligns it.
  void* memory = aligned_alloc(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  memset(memory, 0xff, bytes);
  *address = (uint64_t) memory;
  allocations[*address] = bytes;
  used += bytes;
  return 0;
}
int cuMemFree_v2(uint64_t address) {
  if (forbidden("freeing")) {
    return CAPTURE_UNSUPPORTED;
  }
  drain();
  used -= allocations[address];
  allocations.erase(address);
  free((void*) address);
  return 0;
}
int cuMemGetInfo_v2(size_t* unused, size_t* all) {
  *unused = MEMORY - used;
  *all = MEMORY;
  return 0;
}
int cuMemHostAlloc(void** memory, size_t bytes, unsigned) {
  if (forbidden("allocating")) {
    return CAPTURE_UNSUPPORTED;
  }
  *memory = malloc(bytes);
  return 0;
}
int cuMemFreeHost(void* memory) {
  drain();
  free(memory);
  return 0;
}
int cuMemHostGetDevicePointer_v2(uint64_t* address, void* memory, unsigned) {
  *address = (uint64_t) memory;
  return 0;
}
int cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, void*) {
  if (!onDevice(to, bytes)) {
    return INVALID_VALUE;
  }
  return enqueue([=] { memcpy((void*) to, from, bytes); });
}
int cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, void*) {
  // The driver would record it; whoever reads wants the bytes now.
  if (forbidden("reading")) {
    return CAPTURE_UNSUPPORTED;
  }
  if (!onDevice(from, bytes)) {
    return INVALID_VALUE;
  }
  return enqueue([=] { memcpy(to, (void*) from, bytes); });
}
int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void*) {
  if (!onDevice(to, bytes) || !onDevice(from, bytes)) {
    return INVALID_VALUE;
  }
  return enqueue([=] { memcpy((void*) to, (void*) from, bytes); });
}
int cuMemsetD8Async(uint64_t address, unsigned char value, size_t bytes, void*) {
  if (!onDevice(address, bytes)) {
    return INVALID_VALUE;
  }
  return enqueue([=] { memset((void*) address, value, bytes); });
}

// An ELF file says itself how long it is: its section headers come last.
int cuModuleLoadData(void** module, const void* image) {
  const auto* header = (const Elf64_Ehdr*) image;
  if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) {
    return INVALID_IMAGE;
  }
  size_t bytes = header->e_shoff + size_t(header->e_shnum) * header->e_shentsize;
  char name[] = "/tmp/edgeflow-emulated-XXXXXX";
  int file = mkstemp(name);
  bool written = write(file, image, bytes) == (ssize_t) bytes;
  close(file);
  *module = written ? dlopen(name, RTLD_NOW | RTLD_LOCAL) : nullptr;
  unlink(name);
  return *module ? 0 : INVALID_IMAGE;
}
int cuModuleUnload(void*) {
  drain();
  return 0;
}
int cuModuleGetFunction(void** function, void* module, const char* name) {
  *function = dlsym(module, (std::string("entry_") + name).c_str());
  return *function ? 0 : NOT_FOUND;
}
int cuLaunchKernel(
    void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
    unsigned, void*, void** arguments, void**) {
  if (gx == 0 || gy == 0 || gz != 1 || gy > 65535 || bz != 1 || bx * by == 0 || bx * by > 1024) {
    return INVALID_VALUE;
  }
  using Launch = std::function<void(Triple, Triple)>;
  std::shared_ptr<Launch> launch(((Launch * (*) (void**) ) function)(arguments));
  return enqueue([=] { (*launch)({gx, gy, gz}, {bx, by, bz}); });
}

// --- cuBLAS: column-major.

static int mathMode;
static bool workspace;

int cublasCreate_v2(void** handle) {
  *handle = &queue;
  mathMode = 0;
  return 0;
}
int cublasDestroy_v2(void*) { return 0; }
int cublasSetStream_v2(void*, void*) {
  workspace = false;
  return 0;
}
int cublasSetWorkspace_v2(void*, void* memory, size_t bytes) {
  workspace = (uint64_t) memory % ALIGNMENT == 0 && onDevice((uint64_t) memory, bytes);
  return workspace ? 0 : 7;
}
int cublasSetMathMode(void*, int mode) {
  mathMode = mode;
  return 0;
}
int cublasGetVersion_v2(void*, int* version) {
  *version = 130000;
  return 0;
}

}  // extern "C"

template <class T>
static T factor(T value, bool tf32) {
  if (tf32) {
    uint32_t bits;
    float rounded = (float) value;
    memcpy(&bits, &rounded, 4);
    bits = (bits + 0x1000) & 0xffffe000;
    memcpy(&rounded, &bits, 4);
    return rounded;
  }
  return value;
}

template <class T>
static int gemm(
    int opA, int opB, int m, int n, int k, T alpha, const T* a, int lda, long strideA, const T* b,
    int ldb, long strideB, T beta, T* c, int ldc, long strideC, int count) {
  if (m < 0 || n < 0 || k < 0 || lda < std::max(1, opA ? k : m) ||
      ldb < std::max(1, opB ? n : k) || ldc < std::max(1, m)) {
    return 7;
  }
  // Without a workspace of the caller's it allocates.
  if (!workspace && forbidden("a product without a workspace")) {
    return 14;
  }
  bool tf32 = mathMode == 3 && sizeof(T) == 4;
  return enqueue([=] {
    for (int batch = 0; batch < count; batch++) {
      const T* x = a + batch * strideA;
      const T* y = b + batch * strideB;
      T* z = c + batch * strideC;
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          double sum = 0;
          for (int l = 0; l < k; l++) {
            sum += (double) factor(opA ? x[i * (long) lda + l] : x[l * (long) lda + i], tf32) *
                factor(opB ? y[l * (long) ldb + j] : y[j * (long) ldb + l], tf32);
          }
          T& out = z[j * (long) ldc + i];
          out = (T) (beta == 0 ? alpha * sum : alpha * sum + beta * out);
        }
      }
    }
  });
}

extern "C" {

int cublasSgemm_v2(
    void*, int opA, int opB, int m, int n, int k, const float* alpha, const float* a, int lda,
    const float* b, int ldb, const float* beta, float* c, int ldc) {
  return gemm(opA, opB, m, n, k, *alpha, a, lda, 0, b, ldb, 0, *beta, c, ldc, 0, 1);
}
int cublasDgemm_v2(
    void*, int opA, int opB, int m, int n, int k, const double* alpha, const double* a, int lda,
    const double* b, int ldb, const double* beta, double* c, int ldc) {
  return gemm(opA, opB, m, n, k, *alpha, a, lda, 0, b, ldb, 0, *beta, c, ldc, 0, 1);
}
int cublasSgemmStridedBatched(
    void*, int opA, int opB, int m, int n, int k, const float* alpha, const float* a, int lda,
    long long sa, const float* b, int ldb, long long sb, const float* beta, float* c, int ldc,
    long long sc, int count) {
  return gemm(opA, opB, m, n, k, *alpha, a, lda, sa, b, ldb, sb, *beta, c, ldc, sc, count);
}
int cublasDgemmStridedBatched(
    void*, int opA, int opB, int m, int n, int k, const double* alpha, const double* a, int lda,
    long long sa, const double* b, int ldb, long long sb, const double* beta, double* c, int ldc,
    long long sc, int count) {
  return gemm(opA, opB, m, n, k, *alpha, a, lda, sa, b, ldb, sb, *beta, c, ldc, sc, count);
}

// --- NVRTC.

struct Program {
  std::string source, log, code;
};

int nvrtcVersion(int* major, int* minor) {
  *major = 13;
  *minor = 0;
  return 0;
}
const char* nvrtcGetErrorString(int code) { return code == 6 ? "compilation" : "emulated error"; }
int nvrtcGetNumSupportedArchs(int* count) {
  *count = 2;
  return 0;
}
int nvrtcGetSupportedArchs(int* known) {
  known[0] = 80;
  known[1] = 90;
  return 0;
}
int nvrtcCreateProgram(
    Program** program, const char* source, const char*, int, const char* const*,
    const char* const*) {
  *program = new Program{source, "", ""};
  return 0;
}
int nvrtcCompileProgram(Program* program, int count, const char* const* options) {
  std::string defines;
  for (int i = 0; i < count; i++) {
    if (strncmp(options[i], "-D", 2) == 0) {
      defines += std::string(" ") + options[i];
    }
  }
  char folder[] = "/tmp/edgeflow-emulated-XXXXXX";
  if (!mkdtemp(folder)) {
    return 1;
  }
  std::string base = folder;
  std::ofstream file(base + "/kernels.cpp");
  file << "#include \"" << EMULATOR_FOLDER << "/device.h\"\n" << program->source << "\n";
  std::regex kernel("\nKERNEL (\\w+)\\("), activation("\nACTIVATION\\((\\w+),");
  std::sregex_iterator end;
  const std::string& text = program->source;
  for (std::sregex_iterator i(text.begin(), text.end(), kernel); i != end; ++i) {
    file << "ENTRY(" << (*i)[1] << ")\n";
  }
  for (std::sregex_iterator i(text.begin(), text.end(), activation); i != end; ++i) {
    file << "ENTRY(activate_" << (*i)[1] << ")\nENTRY(activateTangent_" << (*i)[1] << ")\n";
  }
  file.close();
  std::string command = "g++ -std=c++17 -O1 -ffp-contract=off -shared -fPIC" + defines + " -o " +
      base + "/kernels.so " + base + "/kernels.cpp 2> " + base + "/log";
  int status = system(command.c_str());
  auto content = [&](const char* name) {
    std::ifstream stream(base + name, std::ios::binary);
    std::stringstream all;
    all << stream.rdbuf();
    return all.str();
  };
  program->log = content("/log");
  program->code = content("/kernels.so");
  for (const char* name : {"/kernels.cpp", "/kernels.so", "/log", ""}) {
    remove((base + name).c_str());
  }
  return status == 0 ? 0 : 6;
}
int nvrtcGetProgramLogSize(Program* program, size_t* size) {
  *size = program->log.size();
  return 0;
}
int nvrtcGetProgramLog(Program* program, char* log) {
  memcpy(log, program->log.data(), program->log.size());
  return 0;
}
int nvrtcGetCUBINSize(Program* program, size_t* size) {
  *size = program->code.size();
  return 0;
}
int nvrtcGetCUBIN(Program* program, char* code) {
  memcpy(code, program->code.data(), program->code.size());
  return 0;
}
int nvrtcDestroyProgram(Program** program) {
  delete *program;
  return 0;
}

}  // extern "C"
