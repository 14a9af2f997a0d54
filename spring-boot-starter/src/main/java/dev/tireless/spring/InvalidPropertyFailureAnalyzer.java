package dev.tireless.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets an application that does not start say which property is to blame, without a stack. */
final class InvalidPropertyFailureAnalyzer
    extends AbstractFailureAnalyzer<InvalidPropertyException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertyException cause) {
    return new FailureAnalysis(
        "Tireless cannot work with the property %s:%n%n    %s"
            .formatted(cause.property(), cause.reason()),
        "Correct the configuration of " + cause.property() + ".",
        cause);
  }
}
