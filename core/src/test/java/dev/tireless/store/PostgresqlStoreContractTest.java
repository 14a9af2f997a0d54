package dev.tireless.store;

import dev.tireless.testdatabases.TestDatabases;
import org.junit.jupiter.api.Nested;

class PostgresqlStoreContractTest {

  @Nested
  class Publishing extends PublishContract {
    Publishing() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class PublishRace extends PublishRaceContract {
    PublishRace() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Routing extends RoutingContract {
    Routing() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Sequencing extends SequenceContract {
    Sequencing() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Submitting extends SubmitContract {
    Submitting() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class FanOut extends FanOutContract {
    FanOut() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Leasing extends LeaseContract {
    Leasing() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Recording extends RecordContract {
    Recording() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class LateOutcome extends LateOutcomeContract {
    LateOutcome() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Receivers extends ReceiverContract {
    Receivers() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Operators extends OperatorContract {
    Operators() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Audit extends AuditContract {
    Audit() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Health extends HealthContract {
    Health() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Nodes extends NodeContract {
    Nodes() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Ranges extends RangeContract {
    Ranges() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class CarriedByOthers extends CarriedContract {
    CarriedByOthers() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Quarantine extends QuarantineContract {
    Quarantine() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Reconciling extends ReconcileContract {
    Reconciling() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Digests extends DigestContract {
    Digests() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Redelivering extends RedeliveryContract {
    Redelivering() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class CatchingUp extends CatchUpContract {
    CatchingUp() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class CatchingUpInTrouble extends CatchUpTroubleContract {
    CatchingUpInTrouble() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class FeedRace extends FeedRaceContract {
    FeedRace() {
      super(TestDatabases::postgresql);
    }
  }

  @Nested
  class Faults extends FaultContract {
    Faults() {
      super(TestDatabases::postgresql);
    }
  }
}
