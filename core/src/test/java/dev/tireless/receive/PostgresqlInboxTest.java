package dev.tireless.receive;

import org.junit.jupiter.api.Nested;

class PostgresqlInboxTest {

  @Nested
  class Receive extends ReceiveContract {
    Receive() {
      super(ReceiverDatabase::postgresql);
    }
  }

  @Nested
  class Ask extends AskContract {
    Ask() {
      super(ReceiverDatabase::postgresql);
    }
  }

  @Nested
  class Breakdown extends BreakdownContract {
    Breakdown() {
      super(ReceiverDatabase::postgresql);
    }
  }

  @Nested
  class Race extends RaceContract {
    Race() {
      super(ReceiverDatabase::postgresql);
    }
  }
}
