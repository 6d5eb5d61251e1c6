package org.edgeflow.theory;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The walls of this module. */
class TheoryArchitectureTest {
  private static final String ROOT = "org.edgeflow.theory";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void itKnowsCoreAndALibraryOfLinearAlgebraOnly() {
    assertThat(CLASSES).isNotEmpty();
    classes()
        .that(
            resideInAPackage(ROOT + "..")
                .and(simpleNameEndingWith("Plugin").negate().as("are no plugins")))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(ROOT + "..", "java..", "org.hipparchus..", "org.edgeflow.core.."))
        .check(CLASSES);
  }

  @Test
  void problemsKnowNoProbes() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".problem..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".probe..")
        .check(CLASSES);
  }

  @Test
  void thereAreNoPackageCyclesAndNoLargePackages() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    assertThat(
            CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().contains("package"))
                .collect(Collectors.groupingBy(type -> type.getPackageName())))
        .allSatisfy((room, types) -> assertThat(types).as(room).hasSizeLessThanOrEqualTo(12));
  }

  @Test
  void guiceStaysInThePlugin() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Plugin")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
        .check(CLASSES);
  }

  @Test
  void nothingStaticCanChange() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }
}
