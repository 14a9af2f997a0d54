package dev.tireless.demo.recharge;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the demo itself is told.
 *
 * @param token the bearer token that callers of the result query must carry
 * @param account where the account system is
 */
@ConfigurationProperties("demo")
public record DemoProperties(String token, AccountSystem account) {

  public DemoProperties {
    if (token.isBlank()) {
      throw new IllegalArgumentException("demo.token must not be blank");
    }
  }

  /** The system that is told. */
  public record AccountSystem(URI url) {}
}
