package org.unabridged.pipeline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "org.unabridged", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String INGESTION = "org.unabridged.ingestion..";
  private static final String INFERENCE = "org.unabridged.inference..";
  private static final String OUTPUTS = "org.unabridged.outputs..";
  private static final String PIPELINE = "org.unabridged.pipeline..";

  @ArchTest
  static final ArchRule ingestionSeesNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(INGESTION)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INFERENCE, OUTPUTS, PIPELINE);

  @ArchTest
  static final ArchRule inferenceSeesNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(INFERENCE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INGESTION, OUTPUTS, PIPELINE);

  @ArchTest
  static final ArchRule outputsSeeNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(OUTPUTS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INGESTION, INFERENCE, PIPELINE);

  @ArchTest
  static final ArchRule pipelineUsesOnlyTheRootPackagesOfTheLibraries =
      noClasses()
          .that()
          .resideInAPackage(PIPELINE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(INGESTION, INFERENCE, OUTPUTS)
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(
                              "org.unabridged.ingestion",
                              "org.unabridged.inference",
                              "org.unabridged.outputs"))));

  @ArchTest
  static final ArchRule onlyTheParserKnowsTika =
      onlyIn("org.unabridged.ingestion.tika..", "org.apache.tika..");

  @ArchTest static final ArchRule onlyOutputsKnowArrow = onlyIn(OUTPUTS, "org.apache.arrow..");

  @ArchTest
  static final ArchRule onlyTheParquetWriterKnowsParquet =
      onlyIn("org.unabridged.outputs.parquet..", "org.apache.parquet..");

  @ArchTest
  static final ArchRule onlyRootPackagesAndThePipelineKnowBeam =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.unabridged.ingestion",
              "org.unabridged.inference",
              "org.unabridged.outputs",
              PIPELINE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule onlyTheCommandWritesToTheTerminal =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.unabridged.pipeline.cli..", "..bench..")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.unabridged.(**)").should().beFreeOfCycles();

  private static ArchRule onlyIn(String home, String library) {
    DescribedPredicate<JavaClass> outside =
        DescribedPredicate.not(resideInAPackage(home)).as("reside outside of " + home);
    return noClasses().that(outside).should().dependOnClassesThat().resideInAPackage(library);
  }
}
