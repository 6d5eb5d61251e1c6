package org.edgeflow.backends.host;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of this backend. */
class HostArchitectureTest {
  private static final String ROOT = "org.edgeflow.backends.host";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void itKnowsCoreAndItsOwnLibraryOnly() {
    assertThat(CLASSES).isNotEmpty();
    classes()
        .that(resideInAPackage(ROOT + "..").and(notAPlugin()))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT + "..",
                "java..",
                "jdk.incubator.vector..",
                "com.sun.management..",
                "org.slf4j..",
                "org.edgeflow.core..",
                "org.bytedeco.openblas..",
                "org.bytedeco.javacpp..",
                "dev.ludovic.netlib.."))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> notAPlugin() {
    return JavaClass.Predicates.simpleNameEndingWith("Plugin").negate().as("are no plugins");
  }

  @Test
  void thereAreNoPackageCycles() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void guiceStaysInPlugins() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Plugin")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
        .check(CLASSES);
  }

  // With two widths of one element type the compiler makes objects of vectors everywhere.
  @Test
  void vectorsOfAnElementTypeHaveOneWidth() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveSimpleName("VectorShape")
        .orShould()
        .accessFieldWhere(
            new DescribedPredicate<>("it names the width of a species") {
              @Override
              public boolean test(JavaFieldAccess access) {
                return access.getTarget().getName().matches("SPECIES_\\d+");
              }
            })
        .check(CLASSES);
  }

  @Test
  void nothingStaticCanChange() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }
}
