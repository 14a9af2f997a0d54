package dev.tireless.demo.account;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MissingRequiredPropertiesException;

/** Says how to give what has no default, because it is secret. */
class MissingSecretAnalyzer extends AbstractFailureAnalyzer<MissingRequiredPropertiesException> {

  @Override
  protected FailureAnalysis analyze(
      Throwable rootFailure, MissingRequiredPropertiesException cause) {
    return new FailureAnalysis(
        "The account system cannot start without " + cause.getMissingRequiredProperties() + ".",
        "Give both services the same DEMO_TOKEN (any text), DEMO_SECRET (whsec_ and the base64 of"
            + " 24 to 64 random bytes) and DEMO_CREDENTIAL (trc_ and the base64url of 32 random"
            + " bytes) in the environment, or start them by ./tireless demo.",
        cause);
  }
}
