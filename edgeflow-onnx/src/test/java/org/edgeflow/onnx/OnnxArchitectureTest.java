package org.edgeflow.onnx;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of this module, and between its rooms. */
class OnnxArchitectureTest {
  private static final String ROOT = "org.edgeflow.onnx";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void itKnowsCoreTheEngineAndProtocolBuffersOnly() {
    assertThat(CLASSES).isNotEmpty();
    classes()
        .that(
            resideInAPackage(ROOT + "..")
                .and(simpleNameEndingWith("Plugin").negate().as("are no plugins")))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT + "..",
                "java..",
                "org.slf4j..",
                "org.edgeflow.core..",
                "org.edgeflow.models.engine..",
                "org.edgeflow.models.network..",
                "ai.onnx.proto..",
                "com.google.protobuf.."))
        .check(CLASSES);
  }

  @Test
  void onlyTheRoomOfFilesKnowsProtocolBuffers() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".file..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCompilerKnowsTheEnginesLayers() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".file..", ROOT + ".graph..", ROOT + ".constant..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.edgeflow.models..")
        .check(CLASSES);
  }

  @Test
  void thereAreNoPackageCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingStaticCanChange() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }
}
