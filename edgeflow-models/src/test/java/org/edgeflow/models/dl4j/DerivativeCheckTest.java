package org.edgeflow.models.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.edgeflow.core.objective.ObjectiveFactory;
import org.edgeflow.core.objective.Problem;
import org.edgeflow.core.tensor.DataType;
import org.edgeflow.models.network.setting.Engine;
import org.edgeflow.models.network.setting.RowSpaceWork;
import org.edgeflow.models.network.setting.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class DerivativeCheckTest {
  @TempDir Path directory;

  private DerivativeCheck.Finding found(IActivation activation, Engine engine, DataType dataType)
      throws IOException {
    String json =
        new NeuralNetConfiguration.Builder()
            .dataType(org.nd4j.linalg.api.buffer.DataType.DOUBLE)
            .list()
            .layer(new DenseLayer.Builder().nIn(5).nOut(8).activation(activation).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(8)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build()
            .toJson();
    Path file = Files.writeString(Files.createTempFile(directory, "net", ".json"), json);
    Problem problem =
        new GivenNetworkFactory()
            .create(
                new GivenNetworkFactory.Settings(
                    Optional.of(file),
                    Optional.empty(),
                    engine,
                    new RowSpaceWork(Work.DEFAULT, false)),
                new ObjectiveFactory.Context(
                    Digits.heap(dataType), Optional.of(Digits.dataset(30, 3, 5)), 3));
    return DerivativeCheck.near(problem.objective(), problem.start());
  }

  @Test
  void dl4jsPreciseGeluIsFoundOutAndTheExactOneIsNot() throws IOException {
    DerivativeCheck.Finding theirs = found(new ActivationGELU(true), Engine.DL4J, DataType.FLOAT64);
    assertThat(theirs.error()).isPositive();
    assertThat(theirs.disagreement().orElseThrow()).contains("by differences");
    DerivativeCheck.Finding ours = found(new ActivationGELU(true), Engine.EXACT, DataType.FLOAT64);
    assertThat(ours.disagreement()).isEmpty();
    assertThat(ours.asymmetry()).isLessThan(1e-9);
  }

  @Test
  void gradientsThatAreTheirLosssAreNotSuspected() throws IOException {
    for (DataType dataType : DataType.values()) {
      for (IActivation sound : new IActivation[] {new ActivationTanH(), new ActivationReLU()}) {
        assertThat(found(sound, Engine.DL4J, dataType).disagreement())
            .as("%s in %s", sound, dataType)
            .isEmpty();
      }
    }
  }
}
