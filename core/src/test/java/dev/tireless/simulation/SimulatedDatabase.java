package dev.tireless.simulation;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source whose process can die at any statement, or right after a commit, and whose
 * statements a mutant can change on their way to the database.
 */
final class SimulatedDatabase implements DataSource {

  private static final int NEVER = Integer.MAX_VALUE;

  private final DataSource real;
  private final Mutant mutant;
  private int statementsToLive = NEVER;
  private boolean dieAfterCommit;
  private boolean loseCommitAnswer;
  private String interruptedAt = "";
  private Runnable interruption = () -> {};

  SimulatedDatabase(DataSource real, Mutant mutant) {
    this.real = real;
    this.mutant = mutant;
  }

  /** The next step dies before this many statements from now. */
  void dieWithin(int statements) {
    statementsToLive = statements;
  }

  /** The next step dies right after its first commit. */
  void dieAfterCommit() {
    dieAfterCommit = true;
  }

  /** The next commit succeeds, but whoever asked for it hears that the connection broke. */
  void loseCommitAnswer() {
    loseCommitAnswer = true;
  }

  /** Runs something of another process, once, before the first statement with this in it. */
  void interrupt(String partOfStatement, Runnable other) {
    interruptedAt = partOfStatement;
    interruption = other;
  }

  /** The step is over; what it escaped from does not hit the next one. */
  void survive() {
    statementsToLive = NEVER;
    dieAfterCommit = false;
    loseCommitAnswer = false;
    interruptedAt = "";
    interruption = () -> {};
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = real.getConnection();
    return proxy(Connection.class, (self, method, args) -> onConnection(connection, method, args));
  }

  private Object onConnection(Connection connection, Method method, Object[] args)
      throws Throwable {
    if (method.getName().equals("prepareStatement") && args.length == 1) {
      beforeStatement((String) args[0]);
      return mutant.prepare(connection, (String) args[0]);
    }
    Object result = invoke(connection, method, args);
    if (method.getName().equals("commit")) {
      afterCommit();
    }
    return result;
  }

  private void afterCommit() throws SQLException {
    if (dieAfterCommit) {
      dieAfterCommit = false;
      throw new SimulatedCrash(true);
    }
    if (loseCommitAnswer) {
      loseCommitAnswer = false;
      throw new SQLException("The answer to a commit was lost", "08006");
    }
  }

  private void beforeStatement(String sql) {
    if (!interruptedAt.isEmpty() && sql.contains(interruptedAt)) {
      Runnable other = interruption;
      interruptedAt = "";
      other.run();
    }
    if (statementsToLive != NEVER && statementsToLive-- == 0) {
      statementsToLive = NEVER;
      throw new SimulatedCrash(false);
    }
  }

  static Object invoke(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            SimulatedDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return real.isWrapperFor(type);
  }
}
