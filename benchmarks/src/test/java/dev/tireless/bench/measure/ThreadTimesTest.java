package dev.tireless.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadTimesTest {

  @ParameterizedTest
  @CsvSource({
    "bench-load-17, bench-load",
    "tireless-http-eventloop-0, tireless-http-eventloop",
    "tireless-record, tireless-record",
    "C2 CompilerThread0, C2 CompilerThread",
    "GC Thread#1, GC Thread",
    "ConsumeMessageThread_bench-notifier_4, ConsumeMessageThread_bench-notifier",
    "Client_127.0.0.1@7410#78840901718154_GuardForSyncSend, Client_GuardForSyncSend"
  })
  void countsPoolsAsOne(String name, String group) {
    assertThat(ThreadTimes.group(name)).isEqualTo(group);
  }

  @Test
  void knowsTheThreadThatAsks() {
    assertThat(ThreadTimes.micros())
        .containsKey(ThreadTimes.group(Thread.currentThread().getName()));
  }
}
