package org.edgeflow.models.dl4j;

import org.edgeflow.core.tensor.BackendUnavailableException;

/** Whether DL4J is there; touches none of its classes. */
final class Dl4jLibrary {
  private Dl4jLibrary() {}

  /**
   * Requires that DL4J, and ND4J under it, are on the class path: the slim bundle is without them.
   *
   * @throws BackendUnavailableException if they are not
   */
  static void require(String objective) {
    try {
      for (String name :
          new String[] {
            "org.deeplearning4j.nn.multilayer.MultiLayerNetwork",
            "org.nd4j.linalg.factory.Nd4j",
            "org.edgeflow.nd4j.Nd4jRuntime"
          }) {
        Class.forName(name, false, Dl4jLibrary.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new BackendUnavailableException(
          "objective "
              + objective
              + " needs DL4J and ND4J here, and this distribution is without them. Use a network by"
              + " name with 'engine: exact' and a backend that has kernels (host, cuda), or run from"
              + " a clone.",
          e);
    }
  }
}
