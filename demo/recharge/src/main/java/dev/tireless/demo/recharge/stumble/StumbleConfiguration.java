package dev.tireless.demo.recharge.stumble;

import dev.tireless.LocalTransaction;
import dev.tireless.demo.recharge.stumble.StumblingTransaction.Moment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * With {@code demo.stumble=before-commit} or {@code after-commit}, a recharge by transactional
 * message stops there, so that the story can kill the process at that very moment.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("demo.stumble")
class StumbleConfiguration {

  private static final AtomicBoolean READY = new AtomicBoolean();

  /** What the start itself needs transactions for must not stop. */
  @EventListener(ApplicationReadyEvent.class)
  void arm() {
    READY.set(true);
  }

  @Bean
  static BeanPostProcessor stumbling(Environment environment) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof LocalTransaction transaction
            ? new StumblingTransaction(
                transaction,
                environment.getRequiredProperty("demo.stumble", Moment.class),
                READY::get)
            : bean;
      }
    };
  }
}
