package dev.tireless.demo.account;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What the demo itself is told.
 *
 * @param token the bearer token that this service carries when it asks for results
 * @param secret {@code whsec_…}: proves that notifications are genuine
 * @param recharge where the recharge system is
 */
@Validated
@ConfigurationProperties("demo")
public record DemoProperties(
    @NotBlank(message = "must be given, for example as DEMO_TOKEN in the environment") String token,
    @NotBlank(message = "must be given, for example as DEMO_SECRET in the environment")
        String secret,
    @NotNull @Valid RechargeSystem recharge) {

  /** The system that is asked for results. */
  public record RechargeSystem(@NotNull URI url) {}
}
