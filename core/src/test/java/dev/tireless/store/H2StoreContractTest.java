package dev.tireless.store;

import dev.tireless.testdatabases.TestDatabases;
import org.junit.jupiter.api.Nested;

class H2StoreContractTest {

  @Nested
  class Publishing extends PublishContract {
    Publishing() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class PublishRace extends PublishRaceContract {
    PublishRace() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Routing extends RoutingContract {
    Routing() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Sequencing extends SequenceContract {
    Sequencing() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Submitting extends SubmitContract {
    Submitting() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class FanOut extends FanOutContract {
    FanOut() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Leasing extends LeaseContract {
    Leasing() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Recording extends RecordContract {
    Recording() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class LateOutcome extends LateOutcomeContract {
    LateOutcome() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Receivers extends ReceiverContract {
    Receivers() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Operators extends OperatorContract {
    Operators() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Audit extends AuditContract {
    Audit() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Health extends HealthContract {
    Health() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Nodes extends NodeContract {
    Nodes() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Ranges extends RangeContract {
    Ranges() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class CarriedByOthers extends CarriedContract {
    CarriedByOthers() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Quarantine extends QuarantineContract {
    Quarantine() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Reconciling extends ReconcileContract {
    Reconciling() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Digests extends DigestContract {
    Digests() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Redelivering extends RedeliveryContract {
    Redelivering() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class CatchingUp extends CatchUpContract {
    CatchingUp() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class CatchingUpInTrouble extends CatchUpTroubleContract {
    CatchingUpInTrouble() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class FeedRace extends FeedRaceContract {
    FeedRace() {
      super(TestDatabases::h2);
    }
  }

  @Nested
  class Faults extends FaultContract {
    Faults() {
      super(TestDatabases::h2);
    }
  }
}
