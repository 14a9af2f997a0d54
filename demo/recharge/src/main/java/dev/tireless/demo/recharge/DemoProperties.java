package dev.tireless.demo.recharge;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What the demo itself is told.
 *
 * @param token the bearer token that callers of the result query must carry
 * @param secret {@code whsec_…}: signs the notifications
 * @param account where the account system is
 */
@Validated
@ConfigurationProperties("demo")
public record DemoProperties(
    @NotBlank(message = "must be given, for example as DEMO_TOKEN in the environment") String token,
    @NotBlank(message = "must be given, for example as DEMO_SECRET in the environment")
        String secret,
    @NotNull @Valid Account account) {

  /** The account system as the start page links to it. */
  public record Account(@NotNull URI url) {}
}
