package org.edgeflow.backends.cuda.code;

import java.util.List;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.edgeflow.backends.cuda.device.DeviceContext;
import org.edgeflow.backends.cuda.device.Status;
import org.edgeflow.core.tensor.DataType;

/** The kernels, compiled for one card and one format, and loaded. */
public final class KernelModule implements AutoCloseable {
  private final DeviceContext context;
  private final CUmod_st module = new CUmod_st();

  /** Takes the kernels from the cache, or compiles them and puts them there. */
  public KernelModule(DeviceContext context, DataType dataType) {
    this(context, dataType, KernelCache.ofUser());
  }

  KernelModule(DeviceContext context, DataType dataType, KernelCache cache) {
    this.context = context;
    String source = KernelCompiler.source();
    String architecture = KernelCompiler.architecture(context.card().capability());
    List<String> options = KernelCompiler.options(architecture, dataType);
    String key = KernelCache.key(source, options, KernelCompiler.version());
    Optional<byte[]> kept = cache.read(key);
    if (kept.isPresent() && load(kept.get()) == cudart.CUDA_SUCCESS) {
      return;
    }
    byte[] code = KernelCompiler.compile(source, options);
    Status.check(load(code), "loading the kernels for " + architecture);
    cache.write(key, code);
  }

  private int load(byte[] code) {
    context.bind();
    // A text (PTX) must end with a zero.
    try (BytePointer image = new BytePointer(code.length + 1L)) {
      image.put(code, 0, code.length).put(code.length, (byte) 0);
      return cudart.cuModuleLoadData(module, image);
    }
  }

  /** A kernel. */
  public CUfunc_st kernel(String name) {
    CUfunc_st kernel = new CUfunc_st();
    context.bind();
    Status.check(cudart.cuModuleGetFunction(kernel, module, name), "finding kernel " + name);
    return kernel;
  }

  @Override
  public void close() {
    context.bind();
    cudart.cuModuleUnload(module);
  }
}
