package org.edgeflow.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The walls of ARCHITECTURE.md. */
class CoreArchitectureTest {
  private static final String ROOT = "org.edgeflow.core";

  /** The order of ARCHITECTURE.md's table: a room imports only rooms before it. */
  private static final List<String> ROOMS =
      List.of(
          "settings",
          "processor",
          "tensor.activation",
          "tensor",
          "tensor.heap",
          "tensor.arrays",
          "checkpoint",
          "data",
          "objective",
          "objective.closedform",
          "spectral",
          "optimizer",
          "flow",
          "flow.noise",
          "flow.phase",
          "flow.edge",
          "solver",
          "solver.rungekutta",
          "solver.edge",
          "solver.stride",
          "descent",
          "record",
          "record.probe",
          "finding",
          "plugin",
          "experiment.plan",
          "experiment.provenance",
          "experiment.reference",
          "experiment");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyRoomImportsOnlyRoomsAboveIt() {
    for (int i = 0; i < ROOMS.size() - 1; i++) {
      String[] below =
          ROOMS.subList(i + 1, ROOMS.size()).stream()
              .map(room -> ROOT + "." + room)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(ROOT + "." + ROOMS.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(below)
          .check(CORE);
    }
  }

  @Test
  void everyClassLivesInARoomOfTheTable() {
    Set<String> rooms =
        CORE.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(Collectors.toSet());
    assertThat(rooms).containsExactlyInAnyOrderElementsOf(ROOMS);
  }

  @Test
  void thereAreNoPackageCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void guiceStaysInThePluginRoomAndInPlugins() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".plugin..")
        .and()
        .haveSimpleNameNotEndingWith("Plugin")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.inject..")
        .check(CORE);
  }

  @Test
  void noClassHasANameThatSaysNothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)")
        .orShould()
        .haveNameMatching(".*[.$]Abstract[A-Z].*")
        .check(CORE);
  }

  @Test
  void nothingStaticCanChange() {
    fields().that().areStatic().should().beFinal().check(CORE);
  }

  @Test
  void theCoreNamesNoBackendOfOthers() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
        .check(CORE);
  }
}
