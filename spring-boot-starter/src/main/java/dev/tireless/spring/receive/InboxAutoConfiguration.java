package dev.tireless.spring.receive;

import dev.tireless.LocalTransaction;
import dev.tireless.receive.Inbox;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.ResultQuery;
import dev.tireless.spring.InboxProperties;
import dev.tireless.spring.NotificationHandlers;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** The inbox in Spring's transactions, and the methods with {@code @OnNotification}. */
@AutoConfiguration(after = TransactionAutoConfiguration.class)
@EnableConfigurationProperties(InboxProperties.class)
public final class InboxAutoConfiguration {

  /** Where it is clear which transactions are meant. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnSingleCandidate(DataSource.class)
  static class Transactions {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(PlatformTransactionManager.class)
    LocalTransaction tirelessLocalTransaction(
        DataSource dataSource, PlatformTransactionManager transactions) {
      return new SpringTransaction(dataSource, transactions);
    }
  }

  /** An inbox that can ask when the application has one {@link ResultQuery}. */
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBean(LocalTransaction.class)
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
      ConfigurableListableBeanFactory beans,
      ObjectProvider<JsonMapper> mapper,
      ObjectProvider<Inbox> inbox) {
    HandlerMethods methods =
        new HandlerMethods(beans, mapper.getIfUnique(() -> JsonMapper.builder().build()));
    return new NotificationHandlers(() -> checked(methods.find(), inbox.getIfAvailable()));
  }

  private static Map<String, NotificationHandler> checked(
      Map<String, NotificationHandler> handlers, @Nullable Inbox inbox) {
    if (!handlers.isEmpty() && inbox == null) {
      throw new IllegalStateException(
          "@OnNotification needs an Inbox: have one DataSource and one PlatformTransactionManager,"
              + " or make one of each @Primary, or define the Inbox yourself");
    }
    return handlers;
  }
}
