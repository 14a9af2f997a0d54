package dev.tireless.spring.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tireless.Payload;
import dev.tireless.receive.NotificationHandler;
import dev.tireless.receive.ReceivedNotification;
import dev.tireless.receive.RefusedException;
import dev.tireless.spring.OnNotification;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Which methods can be handlers, and what they are given. */
class HandlerMethodsTest {

  record Recharge(String id, long payAmount) {}

  static class Good {
    final List<Object> given = new ArrayList<>();

    @OnNotification(topic = "both")
    void both(Recharge recharge, ReceivedNotification notification) {
      given.add(recharge);
      given.add(notification.subject());
    }

    @OnNotification(topic = "generic")
    void generic(Map<String, List<Recharge>> recharges) {
      given.add(recharges);
    }

    @OnNotification(topic = "throws")
    void fail(ReceivedNotification notification) throws IOException {
      throw new IOException("as it is");
    }
  }

  static class TopicTwice {
    @OnNotification(topic = "t")
    void one(ReceivedNotification notification) {}

    @OnNotification(topic = "t")
    void other(ReceivedNotification notification) {}
  }

  static class ReturnsSomething {
    @OnNotification(topic = "t")
    boolean handle(ReceivedNotification notification) {
      return true;
    }
  }

  static class TakesNothing {
    @OnNotification(topic = "t")
    void handle() {}
  }

  static class TakesTwoPayloads {
    @OnNotification(topic = "t")
    void handle(Recharge one, Recharge other) {}
  }

  static class TakesTextThatIsNotJson {
    @OnNotification(topic = "t")
    void handle(String text) {}
  }

  static class ImpossibleTopic {
    @OnNotification(topic = "t t")
    void handle(ReceivedNotification notification) {}
  }

  @Test
  void givesThePayloadAndTheNotification() throws Exception {
    Good good = new Good();

    handle(good, "both", "{\"id\":\"tx1\",\"payAmount\":5}");

    assertThat(good.given).containsExactly(new Recharge("tx1", 5), "s");
  }

  @Test
  void readsGenericTypes() throws Exception {
    Good good = new Good();

    handle(good, "generic", "{\"a\":[{\"id\":\"tx1\",\"payAmount\":5}]}");

    assertThat(good.given).containsExactly(Map.of("a", List.of(new Recharge("tx1", 5))));
  }

  @Test
  void throwsWhatTheMethodThrows() {
    assertThatThrownBy(() -> handle(new Good(), "throws", "{}"))
        .isInstanceOf(IOException.class)
        .hasMessage("as it is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "[]", "null", "{\"payAmount\":\"secret words\"}"})
  void refusesAPayloadThatIsNotTheTypeWithoutQuotingIt(String payload) {
    assertThatThrownBy(() -> handle(new Good(), "both", payload))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Recharge")
        .hasMessageNotContaining("secret words");
  }

  @Test
  void wantsOneMethodPerTopic() {
    assertThatThrownBy(() -> find(new TopicTwice()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Two methods")
        .hasMessageContaining("TopicTwice.one")
        .hasMessageContaining("TopicTwice.other");
  }

  @Test
  void saysWhyAMethodCannotBeAHandler() {
    for (Object bean :
        List.of(
            new ReturnsSomething(),
            new TakesNothing(),
            new TakesTwoPayloads(),
            new TakesTextThatIsNotJson())) {
      assertThatThrownBy(() -> find(bean))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(bean.getClass().getSimpleName())
          .hasMessageContaining("returns nothing and takes");
    }
  }

  @Test
  void saysWhichTopicIsImpossible() {
    assertThatThrownBy(() -> find(new ImpossibleTopic()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'t t'");
  }

  private static void handle(Object bean, String topic, String payload) throws Exception {
    ReceivedNotification notification =
        ReceivedNotification.queried("n", topic, "s", 1, "application/json", Payload.of(payload));
    NotificationHandler handler = find(bean).get(topic);
    try (TestDatabase database = TestDatabases.h2();
        Connection connection = connection(database)) {
      handler.handle(connection, notification);
    }
  }

  private static Connection connection(TestDatabase database) throws SQLException {
    return database.dataSource().getConnection();
  }

  private static Map<String, NotificationHandler> find(Object bean) {
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      context.getBeanFactory().registerSingleton("bean", bean);
      context.refresh();
      return new HandlerMethods(context.getBeanFactory(), JsonMapper.builder().build()).find();
    }
  }
}
