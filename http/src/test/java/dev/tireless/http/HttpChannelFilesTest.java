package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What becomes of exchanges when the system has no socket left to give. */
class HttpChannelFilesTest {

  private static final int FILES = 120;

  @Test
  void failsAtOnceAndGoesOnWhenThereAreSocketsAgain() throws Exception {
    try (RawReceiver silent = RawReceiver.silent();
        RawReceiver friendly =
            RawReceiver.answering("HTTP/1.1 200 OK\r\nconnection: close\r\n", "")) {
      String said =
          ChildJvm.runWithFiles(
              FILES, ManyConnections.class, silent.url().toString(), friendly.url().toString());
      System.out.print(said);
      assertThat(said)
          .containsPattern("ended by \\[(main, )?tireless-http-\\d(, tireless-http-\\d)*\\]");
      assertThat(said).contains("Too many open files", "afterwards: 200 of 200 acked");
    }
  }
}
