package dev.tireless.spring.receive;

import dev.tireless.receive.Inbox;
import dev.tireless.receive.LocalTransaction;
import dev.tireless.receive.ResultQuery;
import dev.tireless.spring.InboxProperties;
import dev.tireless.spring.NotificationHandlers;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** The inbox in Spring's transactions, and the methods with {@code @OnNotification}. */
@AutoConfiguration(
    after = DataSourceTransactionManagerAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"
    })
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(InboxProperties.class)
public final class InboxAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(PlatformTransactionManager.class)
  LocalTransaction tirelessLocalTransaction(
      DataSource dataSource, PlatformTransactionManager transactions) {
    return new SpringTransaction(dataSource, transactions);
  }

  /** An inbox that can ask when the application has one {@link ResultQuery}. */
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(PlatformTransactionManager.class)
  Inbox tirelessInbox(
      LocalTransaction transaction,
      ObjectProvider<Clock> clock,
      ObjectProvider<ResultQuery> results) {
    Inbox inbox = new Inbox(transaction, clock.getIfUnique(Clock::systemUTC));
    ResultQuery query = results.getIfUnique();
    return query == null ? inbox : inbox.asking(query);
  }

  @Bean
  @ConditionalOnMissingBean
  NotificationHandlers tirelessNotificationHandlers(
      ConfigurableListableBeanFactory beans, ObjectProvider<JsonMapper> mapper) {
    HandlerMethods methods =
        new HandlerMethods(beans, mapper.getIfUnique(() -> JsonMapper.builder().build()));
    return new NotificationHandlers(methods::find);
  }
}
