package dev.tireless;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Dependencies point one way, and time and chance come in from outside. */
class ArchitectureTest {

  @ArchTest static final ArchTests PRODUCT = ArchTests.in(Product.class);
  @ArchTest static final ArchTests TESTS = ArchTests.in(Tests.class);

  @AnalyzeClasses(packages = "dev.tireless", importOptions = DoNotIncludeTests.class)
  static final class Product {

    @ArchTest
    static final ArchRule wireAndScheduleKnowNobody = knowsOnly("wire");

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

    @ArchTest
    static final ArchRule receiveNeverKnowsDeliver = knowsOnly("receive", "store", "wire");

    @ArchTest
    static final ArchRule deliverKnowsTheStore = knowsOnly("deliver", "store", "wire", "schedule");

    @ArchTest
    static final ArchRule noCycles =
        slices().matching("dev.tireless.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule sqlOnlyInTheStore =
        noClasses()
            .that()
            .resideOutsideOfPackage(ours("store"))
            .should()
            .callMethodWhere(
                target(owner(DescribedPredicate.describe("JDBC statements", Product::isStatement))));

    @ArchTest
    static final ArchRule noClockOfItsOwn =
        noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule noChanceOfItsOwn =
        noClasses()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(UUID.class, "randomUUID");

    @ArchTest static final ArchRule nobodySleeps = noClasses().should(sleep());

    private static boolean isStatement(JavaClass type) {
      return type.isAssignableTo(java.sql.Statement.class);
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

  @AnalyzeClasses(packages = "dev.tireless", importOptions = OnlyIncludeTests.class)
  static final class Tests {

    @ArchTest static final ArchRule nobodySleeps = noClasses().should(sleep());

    @ArchTest
    static final ArchRule nobodyMocks =
        noClasses().should().dependOnClassesThat().resideInAPackage("org.mockito..");
  }

  private static com.tngtech.archunit.lang.ArchCondition<JavaClass> sleep() {
    DescribedPredicate<JavaCall<?>> sleeping =
        target(owner(JavaClass.Predicates.equivalentTo(Thread.class)))
            .and(target(name("sleep")))
            .forSubtype();
    return com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere(sleeping);
  }
}
