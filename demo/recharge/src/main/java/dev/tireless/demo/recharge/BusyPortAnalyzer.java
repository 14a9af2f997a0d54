package dev.tireless.demo.recharge;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says which port is taken and which property changes it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class BusyPortAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
    return new FailureAnalysis(
        "The recharge system cannot start: port " + cause.getPort() + " is taken.",
        "Stop the program that has it, or choose another port with --server.port=<port>.",
        cause);
  }
}
