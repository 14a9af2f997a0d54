package dev.tireless.testdatabases;

import java.util.concurrent.atomic.AtomicInteger;

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
    return onSharedServer(Product.POSTGRESQL);
  }

  /** A new database on the build's MariaDB, reached through MySQL's driver. */
  public static TestDatabase mariadb() {
    return onSharedServer(Product.MARIADB);
  }

  /** A new H2 database in the memory of this JVM. */
  public static TestDatabase h2() {
    return TestDatabase.inMemory(uniqueName());
  }

  private static TestDatabase onSharedServer(Product product) {
    SharedServer server = new SharedServer(product, ServerFolder.of(product));
    return TestDatabase.create(product, server.join(BuildProcess.current()).port(), uniqueName());
  }

  private static String uniqueName() {
    return "test_" + ProcessHandle.current().pid() + "_" + CREATED.incrementAndGet();
  }
}
