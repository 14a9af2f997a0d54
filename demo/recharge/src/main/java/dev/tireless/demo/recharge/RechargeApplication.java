package dev.tireless.demo.recharge;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The recharge system: the notifying party (发起通知方) of the source document, done right. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RechargeApplication {

  public static void main(String[] args) {
    start(args);
  }

  /** Starts it in this JVM. Its configuration is {@code recharge.yml}. */
  public static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(RechargeApplication.class)
        .properties("spring.config.name=recharge")
        .initializers(
            context ->
                context
                    .getEnvironment()
                    .setRequiredProperties("demo.token", "demo.secret", "demo.credential"))
        .run(args);
  }

  /** Time-ordered, so that the newest recharge has the greatest number. */
  @Bean
  Supplier<UUID> txNumbers() {
    return UuidCreator::getTimeOrderedEpoch;
  }
}
