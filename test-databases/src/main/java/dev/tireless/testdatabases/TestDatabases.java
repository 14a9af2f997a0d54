package dev.tireless.testdatabases;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Fresh, empty databases for tests, one call each, usually for a whole test class:
 *
 * <pre>{@code
 * @AutoClose static final TestDatabase DATABASE = TestDatabases.postgresql();
 * }</pre>
 *
 * <p>PostgreSQL and MariaDB are real servers on the loopback address, durable at each commit. The
 * first test that asks starts the server; all test JVMs of the build share it, and it ends, with
 * its data, when the build does. A test run outside Maven counts as a build of its own.
 *
 * <p>Thread-safe. A server that does not start is an {@link IllegalStateException} that names the
 * file with the server's output; let it fail the test, never skip it.
 */
public final class TestDatabases {
  private static final AtomicInteger CREATED = new AtomicInteger();

  private TestDatabases() {}

  /** A new database on the build's PostgreSQL. */
  public static TestDatabase postgresql() {
    return postgresql("test");
  }

  /** The same, with a name that begins with the given one. */
  public static TestDatabase postgresql(String name) {
    return onSharedServer(Product.POSTGRESQL, name);
  }

  /**
   * A copy of a database on the build's PostgreSQL as it is: with its dead rows and what the
   * planner knows of it.
   *
   * @param original one to which nobody is connected
   */
  public static TestDatabase postgresqlCopy(TestDatabase original) {
    return onSharedServer(
        Product.POSTGRESQL,
        "copy",
        name -> Product.POSTGRESQL.copyStatement(name, original.name()));
  }

  /** A new database on the build's MariaDB, reached through MySQL's driver. */
  public static TestDatabase mariadb() {
    return onSharedServer(Product.MARIADB, "test");
  }

  /** A new H2 database in the memory of this JVM. */
  public static TestDatabase h2() {
    return TestDatabase.inMemory(uniqueName("test"));
  }

  private static TestDatabase onSharedServer(Product product, String name) {
    return onSharedServer(product, name, product::createStatement);
  }

  private static TestDatabase onSharedServer(
      Product product, String name, UnaryOperator<String> createStatement) {
    SharedServer server = new SharedServer(product, ServerFolder.of(product));
    int port = server.join(BuildProcess.current()).port();
    return TestDatabase.create(product, port, uniqueName(name), createStatement);
  }

  private static String uniqueName(String name) {
    return name + "_" + ProcessHandle.current().pid() + "_" + CREATED.incrementAndGet();
  }
}
