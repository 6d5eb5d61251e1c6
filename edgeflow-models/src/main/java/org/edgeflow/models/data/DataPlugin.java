package org.edgeflow.models.data;

import org.edgeflow.core.plugin.EdgeFlowPlugin;

/** Plugs in the datasets of this room. */
public final class DataPlugin extends EdgeFlowPlugin {

  @Override
  protected void configure() {
    dataset("fashion-mnist-1k", EmbeddedImagesFactory.fashionMnist1k());
    dataset("digits", EmbeddedImagesFactory.digits());
    dataset("fashion-mnist", IdxDirectoryFactory.fashionMnist());
    dataset("mnist", IdxDirectoryFactory.mnist());
    dataset("idx", IdxDirectoryFactory.any());
    dataset("cifar-10", new Cifar10Factory());
    dataset("sorting", new SortingFactory());
  }
}
