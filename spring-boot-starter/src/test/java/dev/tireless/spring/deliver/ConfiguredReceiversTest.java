package dev.tireless.spring.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tireless.Publication;
import dev.tireless.reconcile.Caller;
import dev.tireless.reconcile.Credentials;
import dev.tireless.reconcile.Scope;
import dev.tireless.spring.ContextRunners;
import dev.tireless.testdatabases.TestDatabase;
import dev.tireless.testdatabases.TestDatabases;
import dev.tireless.wire.Secret;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Whose a configured credential is, from one start to the next. */
class ConfiguredReceiversTest {

  private static final String SECRET = Secret.generate(new SecureRandom()).text();

  private final TestDatabase database = TestDatabases.h2();
  private final String first = Credentials.generate(new SecureRandom());
  private final String second = Credentials.generate(new SecureRandom());

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void refusesOneCredentialOfTwoReceivers() {
    receivers(first, first)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("tireless.receivers.b.credentials: ")
                    .hasMessageContaining("that of a, too")
                    .hasMessageNotContaining(first));
  }

  @Test
  void movesACredentialFromOneReceiverToAnother() {
    receivers(first, second).run(context -> assertThat(context).hasNotFailed());
    receivers(second, first)
        .run(
            context -> {
              assertThat(owner(context, first)).hasValue("b");
              assertThat(owner(context, second)).hasValue("a");
            });
  }

  @Test
  void takesNoCredentialFromWhoIsNotConfigured() {
    receivers(first, second)
        .run(
            context -> {
              Credentials credentials = context.getBean(Credentials.class);
              String issued = issued(credentials);

              receivers(issued, second)
                  .withPropertyValues("tireless.receivers.b.credentials=")
                  .run(
                      other ->
                          assertThat(other)
                              .getFailure()
                              .rootCause()
                              .hasMessageContaining("tireless.receivers.a.credentials: ")
                              .hasMessageContaining("belongs to the receiver b"));
              assertThat(owner(context, issued)).hasValue("b");
            });
  }

  private static String issued(Credentials credentials) {
    return credentials.issue(
        Publication.DEFAULT_TENANT, "b", Set.of(Scope.ACK), new SecureRandom());
  }

  private static Optional<String> owner(AssertableApplicationContext context, String credential) {
    return context.getBean(Credentials.class).caller(credential).map(Caller::receiver);
  }

  private ApplicationContextRunner receivers(String a, String b) {
    return ContextRunners.plain(database)
        .withPropertyValues(
            "tireless.engine.enabled=false",
            "tireless.receivers.a.url=http://127.0.0.1:1/",
            "tireless.receivers.a.secret=" + SECRET,
            "tireless.receivers.a.credentials=" + a,
            "tireless.receivers.b.url=http://127.0.0.1:1/",
            "tireless.receivers.b.secret=" + SECRET,
            "tireless.receivers.b.credentials=" + b);
  }
}
