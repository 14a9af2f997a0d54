package dev.tireless.deliver;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.tireless.store.SequenceStore;
import dev.tireless.store.SequenceStore.Subscription;
import dev.tireless.store.SequenceStore.Unsequenced;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who gets what, read within one transaction: for the topics of a whole batch at once, and once for
 * all that go to the same.
 */
final class Recipients {

  private final SequenceStore store;
  private final Connection connection;
  private final Map<Question, List<Long>> answers = new HashMap<>();

  private record Question(String tenant, String topic, List<String> addressees, long behind) {

    static Question of(Unsequenced u) {
      return new Question(u.tenant(), u.topic(), u.addressees(), u.fannedOutTo());
    }

    boolean isForAllSubscribers() {
      return addressees.isEmpty() && behind == 0;
    }
  }

  Recipients(SequenceStore store, Connection connection, List<Unsequenced> batch)
      throws SQLException {
    this.store = store;
    this.connection = connection;
    Map<String, List<Question>> byTenant =
        batch.stream()
            .map(Question::of)
            .filter(Question::isForAllSubscribers)
            .distinct()
            .collect(groupingBy(Question::tenant));
    for (Map.Entry<String, List<Question>> one : byTenant.entrySet()) {
      askAtOnce(one.getKey(), one.getValue());
    }
  }

  /** Internal numbers of the receivers, ascending, at most one more than a transaction takes. */
  List<Long> of(Unsequenced u) throws SQLException {
    Question question = Question.of(u);
    List<Long> known = answers.get(question);
    if (known == null) {
      known = store.recipients(connection, u, Sequencer.MAX_DELIVERIES + 1);
      answers.put(question, known);
    }
    return known;
  }

  /**
   * With more subscribers than one transaction takes, the last topic's may not all be there; that
   * one is asked for by itself, and so is who comes behind it.
   */
  private void askAtOnce(String tenant, List<Question> questions) throws SQLException {
    List<String> topics = questions.stream().map(Question::topic).toList();
    List<Subscription> all =
        store.subscriptions(connection, tenant, topics, Sequencer.MAX_DELIVERIES + 1);
    Map<String, List<Long>> byTopic =
        all.stream()
            .collect(groupingBy(Subscription::topic, mapping(Subscription::receiverId, toList())));
    boolean isCutOff = all.size() > Sequencer.MAX_DELIVERIES;
    if (isCutOff && byTopic.size() > 1) {
      byTopic.remove(all.get(all.size() - 1).topic());
    }
    questions.stream()
        .filter(q -> !isCutOff || byTopic.containsKey(q.topic()))
        .forEach(q -> answers.put(q, byTopic.getOrDefault(q.topic(), List.of())));
  }
}
