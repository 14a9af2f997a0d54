package dev.tireless.server;

import dev.tireless.deliver.Receivers;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * The notifier server. Without arguments of its own it serves; {@code quarantine …} looks into the
 * quarantine of its database, whether a server runs on it or not; {@code epoch raise} follows a
 * restore of that database. Its configuration is {@code server.yml}, and all of Spring Boot's ways
 * to override it.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ServerApplication {

  /** Without a group nobody listens: a condition takes "false" for absent. */
  private static final Map<String, Object> OFF =
      Map.of(
          "tireless.engine.enabled",
          "false",
          "tireless.rocketmq.listener.group",
          "false",
          "tireless.command",
          "true");

  public static void main(String[] arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    switch (first) {
      case "quarantine" -> System.exit(quarantine(behind(arguments)));
      case "epoch" -> System.exit(epoch(behind(arguments)));
      default -> start(arguments);
    }
  }

  private static String[] behind(String... arguments) {
    return Arrays.copyOfRange(arguments, 1, arguments.length);
  }

  /** Starts the server in this JVM. */
  public static ConfigurableApplicationContext start(String... arguments) {
    return application().run(arguments);
  }

  /**
   * Neither listens nor delivers: a server that runs on the same database goes on doing so. Nor
   * does it define receivers, as it may be called on a wrong database.
   */
  static int quarantine(String... arguments) {
    return command(
        context -> new QuarantineCommand(context, System.out, System.err).run(arguments),
        arguments);
  }

  /** For a server that does not run. */
  static int epoch(String... arguments) {
    return command(
        context ->
            new EpochCommand(
                    context.getBean(Receivers.class),
                    context.getBean(DataSource.class),
                    System.out,
                    System.err)
                .run(arguments),
        arguments);
  }

  private static int command(
      ToIntFunction<ConfigurableApplicationContext> command, String... arguments) {
    try (ConfigurableApplicationContext context = withoutEngine(arguments)) {
      return command.applyAsInt(context);
    } catch (RuntimeException e) {
      System.err.println("The server's configuration does not work: " + e.getMessage());
      return QuarantineCommand.FAILED;
    }
  }

  static ConfigurableApplicationContext withoutEngine(String... arguments) {
    return application()
        .web(WebApplicationType.NONE)
        .logStartupInfo(false)
        .properties("logging.level.root=error")
        .initializers(ServerApplication::switchOff)
        .run(arguments);
  }

  /** Before every other source: the server's own configuration may say that it is on. */
  private static void switchOff(ConfigurableApplicationContext context) {
    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("command", OFF));
  }

  private static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(ServerApplication.class)
        .properties("spring.config.name=server");
  }
}
