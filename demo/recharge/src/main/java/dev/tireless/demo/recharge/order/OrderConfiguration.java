package dev.tireless.demo.recharge.order;

import dev.tireless.rocketmq.TransactionalPublisher;
import dev.tireless.spring.SpringPublisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class OrderConfiguration {

  @Bean
  TransactionOperations transactions(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  /** By transactional message where one is configured: scheme 2 of the source document. */
  @Bean
  Announcer announcer(
      ObjectProvider<TransactionalPublisher> transactional,
      SpringPublisher publisher,
      JsonMapper json,
      TransactionOperations transactions) {
    Announcements announcements = new Announcements(json);
    TransactionalPublisher byMessage = transactional.getIfAvailable();
    return byMessage == null
        ? new OutboxAnnouncer(publisher, announcements, transactions)
        : new TransactionalAnnouncer(byMessage, announcements);
  }
}
