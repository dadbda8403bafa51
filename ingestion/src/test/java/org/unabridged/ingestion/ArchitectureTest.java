package org.unabridged.ingestion;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.unabridged.ingestion",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule ONLY_ITS_PACKAGE_KNOWS_TIKA =
      noClasses()
          .that()
          .resideOutsideOfPackage("..ingestion.tika")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.tika..", "org.apache.poi..", "org.apache.pdfbox..");

  @ArchTest
  static final ArchRule TIKA_KNOWS_NOTHING_OF_THE_ROOT =
      noClasses()
          .that()
          .resideInAPackage("..ingestion.tika")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.unabridged.ingestion");

  @ArchTest
  static final ArchRule ONLY_THE_ROOT_KNOWS_BEAM =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.unabridged.ingestion")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule OTHER_MODULES_ARE_UNKNOWN =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.unabridged.inference..",
              "org.unabridged.outputs..",
              "org.unabridged.pipeline..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.unabridged.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NOTHING_IS_PRINTED =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule FUNCTIONS_ARE_INTERNAL =
      classes().that().haveSimpleNameEndingWith("DoFn").should().bePackagePrivate();
}
