package dev.tireless.deliver;

import dev.tireless.store.SequenceStore;
import dev.tireless.store.SequenceStore.Unsequenced;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who gets what, read within one transaction and once for all that go to the same. */
final class Recipients {

  private final SequenceStore store;
  private final Connection connection;
  private final Map<Question, List<Long>> answers = new HashMap<>();

  private record Question(String tenant, String topic, List<String> addressees, long behind) {

    static Question of(Unsequenced u) {
      return new Question(u.tenant(), u.topic(), u.addressees(), u.fannedOutTo());
    }
  }

  Recipients(SequenceStore store, Connection connection) {
    this.store = store;
    this.connection = connection;
  }

  /** Internal numbers of the receivers, ascending, one more than a transaction takes at most. */
  List<Long> of(Unsequenced u) throws SQLException {
    Question question = Question.of(u);
    List<Long> known = answers.get(question);
    if (known == null) {
      known = store.recipients(connection, u, Sequencer.MAX_DELIVERIES + 1);
      answers.put(question, known);
    }
    return known;
  }
}
