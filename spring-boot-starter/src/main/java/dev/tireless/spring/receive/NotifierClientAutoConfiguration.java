package dev.tireless.spring.receive;

import dev.tireless.receive.HttpNotifierClient;
import dev.tireless.receive.NotifierClient;
import dev.tireless.receive.ResultQuery;
import dev.tireless.reconcile.Credentials;
import dev.tireless.spring.InboxProperties;
import dev.tireless.spring.Property;
import dev.tireless.spring.ReceiveProperties;
import java.net.URI;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The notifier as the receiver asks it, where it is known whom to ask. */
@AutoConfiguration
@ConditionalOnProperty("tireless.receive.notifier-url")
@EnableConfigurationProperties({ReceiveProperties.class, InboxProperties.class})
public final class NotifierClientAutoConfiguration {

  private static final Property RECEIVE = new Property("tireless.receive");

  @Bean
  @ConditionalOnMissingBean
  NotifierClient tirelessNotifierClient(ReceiveProperties properties) {
    Property url = RECEIVE.child("notifier-url");
    URI receiver = url.read(() -> URI.create(url.text(properties.notifierUrl())));
    String credential = credential(properties);
    return url.read(() -> new HttpNotifierClient(receiver, credential));
  }

  /** By which the inbox can ask, unless the application knows better. */
  @Bean
  @ConditionalOnMissingBean
  ResultQuery tirelessResultQuery(NotifierClient client, InboxProperties inbox) {
    return new NotifierResults(client, inbox.notifier());
  }

  private static String credential(ReceiveProperties properties) {
    Property credential = RECEIVE.child("credential");
    String text = credential.required(properties.credential()).text();
    credential.check(() -> Credentials.check(text));
    return text;
  }
}
