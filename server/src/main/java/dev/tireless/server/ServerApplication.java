package dev.tireless.server;

import java.util.Arrays;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The notifier server. Without arguments of its own it serves; {@code quarantine …} looks into the
 * quarantine of its database, whether a server runs on it or not. Its configuration is {@code
 * server.yml}, and all of Spring Boot's ways to override it.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ServerApplication {

  private static final String QUARANTINE = "quarantine";

  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(QUARANTINE)) {
      System.exit(quarantine(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
    start(arguments);
  }

  /** Starts the server in this JVM. */
  public static ConfigurableApplicationContext start(String... arguments) {
    return application().run(arguments);
  }

  /** Neither listens nor delivers: a server that runs on the same database goes on doing so. */
  static int quarantine(String... arguments) {
    try (ConfigurableApplicationContext context = withoutEngine(arguments)) {
      return new QuarantineCommand(context, System.out, System.err).run(arguments);
    } catch (RuntimeException e) {
      System.err.println("The server's configuration does not work: " + e.getMessage());
      return QuarantineCommand.FAILED;
    }
  }

  static ConfigurableApplicationContext withoutEngine(String... arguments) {
    return application()
        .web(WebApplicationType.NONE)
        .logStartupInfo(false)
        .properties("tireless.engine.enabled=false", "logging.level.root=error")
        .run(arguments);
  }

  private static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(ServerApplication.class)
        .properties("spring.config.name=server");
  }
}
