package dev.tireless.demo.sample;

import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/**
 * The running {@code rocket-notifymsg-demo-bank1}: its two ways in, one by message, one by query.
 */
public final class SampleBank1 implements AutoCloseable {

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();

  public SampleBank1(SampleDatabase database, PayClient payClient) {
    context.registerBean(DataSource.class, database::source);
    context.registerBean(PayClient.class, () -> payClient);
    context.register(Beans.class);
    context.refresh();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement(proxyTargetClass = true)
  @Import({AccountInfoMapper.class, AccountInfoService.class, NotifyMsgConsumer.class})
  static class Beans {
    @Bean
    TransactionManager transactionManager(DataSource source) {
      return new JdbcTransactionManager(source);
    }

    @Bean
    JdbcClient jdbcClient(DataSource source) {
      return JdbcClient.create(source);
    }
  }

  /** Delivers a message as the broker does; what it throws makes the broker deliver again. */
  public void onMessage(AccountPay message) {
    context.getBean(NotifyMsgConsumer.class).onMessage(message);
  }

  /** {@code GET /payresult/{txNo}}. */
  public AccountPay queryPayResult(String txNo) {
    return context.getBean(AccountInfoService.class).queryPayResult(txNo);
  }

  @Override
  public void close() {
    context.close();
  }
}
