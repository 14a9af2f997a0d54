package dev.tireless;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Dependencies point one way, and time and chance come in from outside. */
@AnalyzeClasses(packages = "dev.tireless", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchRule wireKnowsNobody = knowsOnly("wire");

  @ArchTest static final ArchRule scheduleKnowsNobody = knowsOnly("schedule");

  @ArchTest
  static final ArchRule vocabularyKnowsWireAndSchedule =
      classes()
          .that()
          .resideInAPackage("dev.tireless")
          .should()
          .onlyDependOnClassesThat(outsideOr("dev.tireless", ours("wire"), ours("schedule")));

  @ArchTest static final ArchRule storeKnowsTheVocabulary = knowsOnly("store", "wire", "schedule");

  @ArchTest static final ArchRule publishKnowsTheStore = knowsOnly("publish", "store", "wire");

  @ArchTest static final ArchRule receiveNeverKnowsDeliver = knowsOnly("receive", "store", "wire");

  @ArchTest
  static final ArchRule deliverPublishesAndKnowsTheStore =
      knowsOnly("deliver", "publish", "store", "wire", "schedule");

  @ArchTest
  static final ArchRule reconcileKnowsHowToDeliver =
      knowsOnly("reconcile", "deliver", "store", "wire");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.tireless.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule sqlOnlyInTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackages(ours("store"), "dev.tireless.testdatabases..")
          .should()
          .callMethodWhere(
              target(
                  owner(
                      DescribedPredicate.describe(
                          "JDBC statements", ArchitectureTest::isStatement))));

  @ArchTest
  static final ArchRule noClockAndNoSleepOfItsOwn =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule noChanceOfItsOwn =
      noClasses()
          .should()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(UUID.class, "randomUUID");

  private static boolean isStatement(JavaClass type) {
    return type.getPackageName().equals("java.sql") && type.getSimpleName().endsWith("Statement");
  }

  private static ArchRule knowsOnly(String step, String... others) {
    String[] allowed = new String[others.length + 2];
    allowed[0] = ours(step);
    allowed[1] = step.equals("wire") || step.equals("schedule") ? ours(step) : "dev.tireless";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 2] = ours(others[i]);
    }
    return classes()
        .that()
        .resideInAPackage(ours(step))
        .should()
        .onlyDependOnClassesThat(outsideOr(allowed));
  }

  private static String ours(String step) {
    return "dev.tireless." + step + "..";
  }

  private static DescribedPredicate<JavaClass> outsideOr(String... allowed) {
    return JavaClass.Predicates.resideOutsideOfPackage("dev.tireless..")
        .or(JavaClass.Predicates.resideInAnyPackage(allowed));
  }
}
