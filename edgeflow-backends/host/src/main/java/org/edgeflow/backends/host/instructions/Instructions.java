package org.edgeflow.backends.host.instructions;

import org.edgeflow.core.tensor.DataType;
import org.slf4j.LoggerFactory;

/** The instructions that loops over elements use. */
public interface Instructions {

  /** What computes, for provenance. */
  String description();

  /** Of a vector; 0 without vector instructions. */
  int bits();

  /** The loops of a format. */
  Loops loops(DataType dataType);

  /** Has the compiler compile the long loops of a format before anything else is vectors. */
  default void warmUp(DataType dataType) {}

  /** With vector instructions where this JVM has the module for them, without them elsewhere. */
  static Instructions best() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      LoggerFactory.getLogger(Instructions.class)
          .warn(
              "backend host: no vector instructions, elementwise kernels will be slow; start Java"
                  + " with --add-modules jdk.incubator.vector");
      return new PlainInstructions();
    }
    try {
      // By its name: its class cannot be loaded without the module.
      return (Instructions)
          Class.forName(Instructions.class.getPackageName() + ".VectorInstructions")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      LoggerFactory.getLogger(Instructions.class)
          .warn("backend host: no vector instructions, elementwise kernels will be slow", e);
      return new PlainInstructions();
    }
  }
}
