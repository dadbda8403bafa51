package org.unabridged.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.unabridged", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.unabridged.inference";

  @ArchTest
  static final ArchRule knowsNoOtherModule =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.unabridged.ingestion..",
              "org.unabridged.outputs..",
              "org.unabridged.pipeline..");

  @ArchTest
  static final ArchRule usesNoOtherModulesLibraries =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.tika..", "org.apache.arrow..", "org.apache.parquet..", "picocli..");

  @ArchTest
  static final ArchRule importsBeamInTheRootPackageOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule rootDependsOnNoSubPackage =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".*..");

  @ArchTest
  static final ArchRule subPackagesHaveNoCycles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule valuesAndSentencesKnowNoModel =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".normalization", ROOT + ".answering", ROOT + ".summary")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".clausemoe..", ROOT + ".model..", ROOT + ".tensor..", ROOT + ".weights..");

  @ArchTest
  static final ArchRule usesTheVectorApiInItsKernelsOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".tensor")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  @ArchTest
  static final ArchRule printsInTheBenchmarkOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".bench")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
