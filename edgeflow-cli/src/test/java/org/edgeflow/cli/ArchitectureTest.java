package org.edgeflow.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import org.edgeflow.core.settings.Factory;
import org.junit.jupiter.api.Test;

/** The walls between and inside the modules, as far as this module's class path reaches. */
class ArchitectureTest {
  private static final JavaClasses EDGEFLOW =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.edgeflow");

  @Test
  void everyModuleIsLookedAt() {
    for (String module :
        new String[] {
          "core",
          "nd4j",
          "backends.host",
          "backends.cuda",
          "backends.nd4j",
          "models",
          "baselines",
          "theory",
          "cli"
        }) {
      assertThat(EDGEFLOW.stream().map(JavaClass::getPackageName))
          .anyMatch(name -> name.startsWith("org.edgeflow." + module));
    }
  }

  @Test
  void coreKnowsNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage("org.edgeflow.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.edgeflow.nd4j..",
            "org.edgeflow.backends..",
            "org.edgeflow.models..",
            "org.edgeflow.baselines..",
            "org.edgeflow.theory..",
            "org.edgeflow.cli..")
        .check(EDGEFLOW);
  }

  @Test
  void whatBuildsAPartIsCalledAFactory() {
    classes()
        .that()
        .areAssignableTo(Factory.class)
        .should()
        .haveSimpleNameEndingWith("Factory")
        .orShould()
        .beAnonymousClasses()
        .check(EDGEFLOW);
  }

  @Test
  void theCommandLineNamesNoImplementation() {
    noClasses()
        .that()
        .resideInAPackage("org.edgeflow.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.edgeflow.nd4j..",
            "org.edgeflow.backends..",
            "org.edgeflow.models..",
            "org.edgeflow.baselines..",
            "org.edgeflow.theory..")
        .check(EDGEFLOW);
  }

  @Test
  void modelsBaselinesAndTheoryKnowOnlyCore() {
    noClasses()
        .that()
        .resideInAPackage("org.edgeflow.models..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.edgeflow.backends..",
            "org.edgeflow.baselines..",
            "org.edgeflow.theory..",
            "org.edgeflow.cli..")
        .check(EDGEFLOW);
    noClasses()
        .that()
        .resideInAPackage("org.edgeflow.baselines..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.edgeflow.nd4j..",
            "org.edgeflow.backends..",
            "org.edgeflow.models..",
            "org.edgeflow.theory..",
            "org.edgeflow.cli..")
        .check(EDGEFLOW);
    noClasses()
        .that()
        .resideInAPackage("org.edgeflow.theory..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.edgeflow.nd4j..",
            "org.edgeflow.backends..",
            "org.edgeflow.models..",
            "org.edgeflow.baselines..",
            "org.edgeflow.cli..")
        .check(EDGEFLOW);
  }

  @Test
  void nd4jAndDl4jStayInTheirRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.edgeflow.nd4j..", "org.edgeflow.backends.nd4j..", "org.edgeflow.models.dl4j..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..")
        .check(EDGEFLOW);
  }

  /** The bundle has neither PDFBox nor the AWT. */
  @Test
  void pdfsAndTheAwtStayInTheirRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.edgeflow.cli.report.pdf..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.pdfbox..", "java.awt..", "java.beans..")
        .check(EDGEFLOW);
  }

  @Test
  void nativePresetsAreTheBackendsOwn() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.edgeflow.nd4j..", "org.edgeflow.backends..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..")
        .check(EDGEFLOW);
  }

  @Test
  void guiceStaysInThePluginRoomAndInPlugins() {
    noClasses()
        .that(
            resideInAPackage("org.edgeflow.core.plugin..")
                .or(simpleNameEndingWith("Plugin"))
                .negate()
                .as("are neither in the plugin room nor plugins"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
        .check(EDGEFLOW);
  }

  @Test
  void onlyTheCommandLineChoosesALoggingLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.edgeflow.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ch.qos.logback..", "picocli..", "com.fasterxml.jackson..")
        .check(EDGEFLOW);
  }

  /** Java deserialization runs what a file says; what reads it is named here, JDK's and DL4J's. */
  @Test
  void nothingReadsJavaSerializedObjects() {
    noClasses()
        .should()
        .dependOnClassesThat(
            assignableTo(ObjectInputStream.class)
                .or(nameMatching("java\\.beans\\.XMLDecoder|java\\.rmi\\.MarshalledObject"))
                .or(nameMatching("org\\.nd4j\\.common\\.util\\.SerializationUtils"))
                .or(nameMatching("org\\.apache\\.commons\\.lang3?\\.SerializationUtils"))
                .or(nameMatching("org\\.deeplearning4j\\.util\\.(ModelSerializer|ModelGuesser)")))
        .orShould()
        .callMethodWhere(
            target(nameMatching("load|restore.*"))
                .and(target(owner(resideInAPackage("org.deeplearning4j..")))))
        .check(EDGEFLOW);
  }

  @Test
  void theTestsThemselvesRunUnderTheLaunchersSerialFilter() {
    assertThat(ObjectInputFilter.Config.getSerialFilter()).hasToString("!*");
  }

  @Test
  void noPackagesFormACycle() {
    slices().matching("org.edgeflow.(**)").should().beFreeOfCycles().check(EDGEFLOW);
  }

  @Test
  void namesAreTheFieldsTerms() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?")
        .orShould()
        .haveNameMatching(".*\\.Abstract[A-Z].*")
        .check(EDGEFLOW);
  }

  @Test
  void nothingIsBothStaticAndMutable() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(resideInAPackage("org.edgeflow..").as("are in org.edgeflow"))
        .should()
        .beFinal()
        .check(EDGEFLOW);
  }
}
