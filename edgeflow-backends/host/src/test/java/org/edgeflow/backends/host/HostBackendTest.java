package org.edgeflow.backends.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.edgeflow.backends.host.blas.Blas;
import org.edgeflow.backends.host.instructions.Instructions;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.core.tensor.Tensor;
import org.edgeflow.core.tensor.TensorBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostBackendTest {

  @Test
  void theFactoryOpensAsManyThreadsAsAsked() {
    HostFactory factory = new HostFactory();
    assertThat(factory.availability().usable()).isTrue();
    try (TensorBackend one =
        factory.create(
            new HostFactory.Settings(Optional.of(1), Optional.empty(), true), DataType.FLOAT32)) {
      assertThat(one.threads()).isEqualTo(1);
      assertThat(one.description()).contains("OpenBLAS", "Vector API", "1 thread").contains("JDK");
    }
    try (TensorBackend all =
        factory.create(
            new HostFactory.Settings(Optional.empty(), Optional.empty(), true), DataType.FLOAT64)) {
      assertThat(all.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
  }

  @Test
  void tasksRunOnSeveralThreadsTheCallersAmongThem() throws Exception {
    HostBackend backend = Hosts.vector(DataType.FLOAT32, 2);
    ConcurrentHashMap<Thread, Boolean> threads = new ConcurrentHashMap<>();
    CountDownLatch both = new CountDownLatch(2);
    backend.parallel(
        2,
        i -> {
          threads.put(Thread.currentThread(), true);
          both.countDown();
          try {
            // Each waits for the other: on one thread this would time out.
            assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(threads).hasSize(2).containsKey(Thread.currentThread());
    assertThat(threads.keySet().stream().filter(Thread::isDaemon)).hasSize(1);
  }

  @Test
  void manyShortCallsInARowLoseNoTask() {
    HostBackend backend =
        new HostBackend(DataType.FLOAT64, 4, Blas.openBlas(), Instructions.best(), true);
    long[] counts = new long[9];
    for (int call = 0; call < 20_000; call++) {
      backend.parallel(1 + call % 9, i -> counts[i]++);
    }
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    assertThat(total).isEqualTo(20_000L / 9 * 45 + 1 + 2);
    backend.close();
  }

  @ParameterizedTest
  @EnumSource
  void theNumberOfThreadsChangesNoBit(DataType dataType) {
    HostBackend one = Hosts.vector(dataType, 1);
    HostBackend three = Hosts.vector(dataType, 3);
    int size = 300_001;
    double[] x = random(size, 1);
    double[] y = random(size, 2);
    Tensor x1 = one.of(x, size);
    Tensor x3 = three.of(x, size);
    Tensor y1 = one.of(y, size);
    Tensor y3 = three.of(y, size);
    assertThat(three.dot(x3, y3)).isEqualTo(one.dot(x1, y1));
    assertThat(three.distance(x3, y3)).isEqualTo(one.distance(x1, y1));
    one.axpy(0.3, x1, y1);
    three.axpy(0.3, x3, y3);
    one.combine(0.3, x1, 0.7, y1, y1);
    three.combine(0.3, x3, 0.7, y3, y3);
    one.scale(1.1, y1);
    three.scale(1.1, y3);
    assertThat(Arrays.equals(read(y3), read(y1))).isTrue();

    for (int[] shape : new int[][] {{700, 130, 90}, {130, 700, 90}, {1031, 257, 33}}) {
      for (int transposes = 0; transposes < 4; transposes++) {
        boolean first = transposes % 2 == 1;
        boolean second = transposes / 2 == 1;
        Tensor c1 = product(one, shape, first, second, x);
        Tensor c3 = product(three, shape, first, second, x);
        assertThat(Arrays.equals(read(c3), read(c1))).isTrue();
      }
    }
  }

  private static Tensor product(
      TensorBackend backend, int[] shape, boolean first, boolean second, double[] values) {
    int m = shape[0];
    int n = shape[1];
    int k = shape[2];
    Tensor all = backend.of(values, values.length);
    Tensor a = first ? backend.view(all, 3, k, m) : backend.view(all, 3, m, k);
    Tensor b = second ? backend.view(all, 150_001, n, k) : backend.view(all, 150_001, k, n);
    Tensor c = backend.zeros(m, n);
    backend.kernels().products().gemm(first, second, 1, a, b, 0, c);
    return c;
  }

  @ParameterizedTest
  @EnumSource
  void largeProductsAreThoseOfTheReference(DataType dataType) {
    HostBackend host = Hosts.vector(dataType, 2);
    HostBackend plain = Hosts.plain(dataType, 1);
    double[] x = random(300_001, 5);
    int[][] shapes = {
      {700, 130, 90},
      {130, 700, 90},
      // Long and narrow: cut along rows, along columns, along the sum.
      {4000, 9, 40},
      {9, 3200, 40},
      {40, 9, 4000}
    };
    for (int[] shape : shapes) {
      for (int transposes = 0; transposes < 4; transposes++) {
        boolean first = transposes % 2 == 1;
        boolean second = transposes / 2 == 1;
        double[] fast = read(product(host, shape, first, second, x));
        double[] slow = read(product(plain, shape, first, second, x));
        for (int i = 0; i < fast.length; i++) {
          assertThat(Math.abs(fast[i] - slow[i])).isLessThan(4 * shape[2] * dataType.epsilon());
        }
      }
    }
  }

  @Test
  void aLibraryThatIsNotThereIsRefusedByItsPath(@TempDir Path directory) {
    Path absent = directory.resolve("libmkl_rt.so.2");
    assertThatThrownBy(() -> open(absent))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(absent.toString())
        .hasMessageContaining("no file")
        .hasMessageContaining("leave 'blas' out");
  }

  @Test
  void aSecondLibraryInOneProcessIsRefusedNamingTheFirst(@TempDir Path directory)
      throws IOException {
    Blas.openBlas();
    Path other = Files.writeString(directory.resolve("libother.so"), "no library");
    assertThatThrownBy(() -> open(other))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(other.toString())
        .hasMessageContaining("OpenBLAS")
        .hasMessageContaining("one library in a process");
  }

  private static TensorBackend open(Path library) {
    return new HostFactory()
        .create(
            new HostFactory.Settings(Optional.of(1), Optional.of(library), true), DataType.FLOAT64);
  }

  @Test
  void openBlasWorksOnTheCallingThreadAloneAndGivesTheThreadsBack() {
    Blas blas = Blas.openBlas();
    org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads(2);
    HostBackend backend = new HostBackend(DataType.FLOAT32, 1, blas, Instructions.best(), true);
    int n = 700;
    Tensor a = backend.of(random(n * n, 1), n, n);
    Tensor c = backend.zeros(n, n);
    backend.kernels().products().gemm(false, false, 1, a, a, 0, c);
    assertThat(org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    // The compiler's and the collector's threads add to some attempts; a second BLAS thread would
    // double every one.
    double least = Double.POSITIVE_INFINITY;
    for (int attempt = 0; attempt < 20 && least >= 1.5; attempt++) {
      long own = bean.getCurrentThreadCpuTime();
      long all = process.getProcessCpuTime();
      for (int i = 0; i < 40; i++) {
        backend.kernels().products().gemm(false, false, 1, a, a, 0, c);
      }
      own = bean.getCurrentThreadCpuTime() - own;
      all = process.getProcessCpuTime() - all;
      least = Math.min(least, (double) all / own);
    }
    assertThat(least).isLessThan(1.5);
    backend.close();
    assertThat(org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads()).isEqualTo(2);
  }

  @Test
  void parallelCallsAllocateNoMoreThanTheirTask() {
    HostBackend backend = Hosts.vector(DataType.FLOAT64, 2);
    long[] counts = new long[2];
    assertAllocatesNothing("parallel", () -> backend.parallel(2, i -> counts[i]++));
  }

  /** Less than 100 bytes a call once it is compiled. */
  private static void assertAllocatesNothing(String name, Runnable operation) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    // Until it is compiled a vector is an object.
    while (least >= 100 * 50 && System.nanoTime() < end) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 50; i++) {
        operation.run();
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as(name).isLessThan(100 * 50);
  }

  private static double[] random(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextDouble(-1, 1);
    }
    return values;
  }

  private static double[] read(Tensor x) {
    double[] values = new double[x.size()];
    x.backend().read(x, values);
    return values;
  }

  @Test
  void tilesAreThereUnlessTheConfigSaysOtherwise() {
    for (boolean tiles : new boolean[] {true, false}) {
      HostFactory.Settings settings =
          new HostFactory.Settings(Optional.of(1), Optional.empty(), tiles);
      try (TensorBackend backend = new HostFactory().create(settings, DataType.FLOAT32)) {
        assertThat(backend.kernels().tiles() != null).isEqualTo(tiles);
      }
    }
  }
}
