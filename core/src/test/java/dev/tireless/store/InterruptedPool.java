package dev.tireless.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * A data source on whose way something of another process happens, between two statements; it
 * writes down what is asked through it.
 */
final class InterruptedPool {

  private final DataSource real;
  private final List<String> statements = new ArrayList<>();
  private String interruptedAt = "";
  private Runnable interruption = () -> {};

  InterruptedPool(DataSource real) {
    this.real = real;
  }

  /** Runs it once, before the first statement with this in it. */
  void interrupt(String partOfStatement, Runnable other) {
    interruptedAt = partOfStatement;
    interruption = other;
  }

  /** The statements since the last time. */
  List<String> takeStatements() {
    List<String> taken = List.copyOf(statements);
    statements.clear();
    return taken;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (self, method, args) ->
            method.getName().equals("getConnection")
                ? connection(real.getConnection())
                : invoke(real, method, args));
  }

  private Connection connection(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, args) -> {
          if (method.getName().equals("prepareStatement")) {
            beforeStatement((String) args[0]);
          }
          return invoke(connection, method, args);
        });
  }

  private void beforeStatement(String sql) {
    statements.add(sql);
    if (!interruptedAt.isEmpty() && sql.contains(interruptedAt)) {
      interruptedAt = "";
      interruption.run();
    }
  }

  private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            InterruptedPool.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
