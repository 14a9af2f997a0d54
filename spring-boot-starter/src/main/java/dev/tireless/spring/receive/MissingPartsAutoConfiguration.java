package dev.tireless.spring.receive;

import dev.tireless.receive.CatchUp;
import dev.tireless.spring.InvalidPropertyException;
import dev.tireless.spring.NotificationHandlers;
import dev.tireless.spring.Property;
import dev.tireless.spring.ReceiveProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Half a configuration stops the start: nobody shall believe that a receiver catches up when it
 * does not.
 */
@AutoConfiguration(after = CatchUpAutoConfiguration.class)
@EnableConfigurationProperties(ReceiveProperties.class)
public final class MissingPartsAutoConfiguration {

  private static final Property URL = new Property("tireless.receive.notifier-url");

  @Bean
  SmartInitializingSingleton tirelessReceiveParts(
      ReceiveProperties properties,
      ObjectProvider<CatchUp> catchUp,
      ObjectProvider<NotificationHandlers> handlers) {
    if (properties.credential() != null) {
      URL.required(properties.notifierUrl());
    }
    return () -> {
      if (properties.enabled() && properties.notifierUrl() != null) {
        requireParts(catchUp.getIfAvailable(), handlers.getIfAvailable());
      }
    };
  }

  private static void requireParts(
      @Nullable CatchUp catchUp, @Nullable NotificationHandlers handlers) {
    if (catchUp == null) {
      throw new InvalidPropertyException(
          URL.name(), "catching up needs an Inbox: one DataSource and one transaction manager");
    }
    if (handlers == null || handlers.topics().isEmpty()) {
      throw new InvalidPropertyException(
          URL.name(),
          "what is fetched needs a method with @OnNotification; with tireless.receive.enabled=false"
              + " nothing is fetched");
    }
  }
}
