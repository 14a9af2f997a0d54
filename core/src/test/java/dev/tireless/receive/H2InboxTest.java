package dev.tireless.receive;

import org.junit.jupiter.api.Nested;

class H2InboxTest {

  @Nested
  class Receive extends ReceiveContract {
    Receive() {
      super(ReceiverDatabase::h2);
    }
  }

  @Nested
  class Ask extends AskContract {
    Ask() {
      super(ReceiverDatabase::h2);
    }
  }

  @Nested
  class Breakdown extends BreakdownContract {
    Breakdown() {
      super(ReceiverDatabase::h2);
    }
  }

  @Nested
  class Race extends RaceContract {
    Race() {
      super(ReceiverDatabase::h2);
    }
  }
}
