package org.unabridged.outputs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
    packages = "org.unabridged.outputs",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "org.unabridged.outputs";

  @ArchTest
  static final ArchRule seesNoOtherModule =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.unabridged.ingestion..",
              "org.unabridged.inference..",
              "org.unabridged.pipeline..",
              "org.unabridged.samples..");

  @ArchTest
  static final ArchRule arrowStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, ROOT + ".arrow")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.arrow..");

  @ArchTest
  static final ArchRule parquetStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".parquet")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop..", "com.github.luben..");

  @ArchTest
  static final ArchRule beamStaysInTheRootPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.unabridged.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule packagesAreNullMarked = classes().should(beInANullMarkedPackage());

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package that is @NullMarked") {
      @Override
      public void check(JavaClass checked, ConditionEvents events) {
        boolean marked = checked.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(checked, marked, checked.getPackageName() + ": " + marked));
      }
    };
  }
}
