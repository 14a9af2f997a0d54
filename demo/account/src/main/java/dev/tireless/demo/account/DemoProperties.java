package dev.tireless.demo.account;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the demo itself is told.
 *
 * @param recharge where the recharge system is
 */
@ConfigurationProperties("demo")
public record DemoProperties(RechargeSystem recharge) {

  /** The system that is asked for results. */
  public record RechargeSystem(URI url) {}
}
